import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where weights, corpora and vectors are kept from run to run. */
export const evalHome = (): string =>
  process.env["KRALLE_EVAL_HOME"] ??
  process.env["KRALLE_TEST_HOME"] ??
  join(fileURLToPath(new URL("../../", import.meta.url)), ".kralle", "test-home");
