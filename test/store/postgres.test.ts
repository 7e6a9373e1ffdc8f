import { usePostgres } from "../_postgres.ts";
import { postgresStores } from "./_stores.ts";
import { storeSuite } from "./suite/index.ts";

const postgres = usePostgres();

storeSuite(postgresStores(postgres));
