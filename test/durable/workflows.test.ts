import { openSqliteEngine } from "./_setup.ts";
import { describeWorkflows } from "./_suite.ts";

describeWorkflows("SQLite", openSqliteEngine);
