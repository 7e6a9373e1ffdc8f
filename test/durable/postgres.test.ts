import { usePostgres } from "../_postgres.ts";
import { openPostgresEngine } from "./_setup.ts";
import { describeWorkflows } from "./_suite.ts";

const postgres = usePostgres();

describeWorkflows("PostgreSQL", openPostgresEngine(postgres), postgres.skip);
