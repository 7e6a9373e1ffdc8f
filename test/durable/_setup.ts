import { join } from "node:path";
import type { TestContext } from "node:test";
import { openWorkflows, type Workflows, type WorkflowsDatabase } from "../../src/durable/index.ts";
import type { Postgres } from "../_postgres.ts";
import { createContext, tempFolder } from "../store/_setup.ts";
import type { Known, Opened, OpenEngine } from "./_suite.ts";

/** An engine over a SQLite file of this test; closed at its end. */
export const openSqliteEngine: OpenEngine = async (t, workflows, queues) =>
  openEngine(t, { file: join(await tempFolder(t), "workflows.db") }, workflows, queues);

/** The same over a database of this test. */
export const openPostgresEngine =
  (postgres: Postgres): OpenEngine =>
  async (t, workflows, queues) =>
    openEngine(t, { url: await postgres.freshDatabase() }, workflows, queues);

async function openEngine(t: TestContext, database: WorkflowsDatabase, ...known: Known): Promise<Opened> {
  const open = async (...[workflows, queues = []]: Known): Promise<Workflows> => {
    const opened = await openWorkflows({ database, workflows, queues }, createContext());
    t.after(() => opened.close());
    return opened;
  };
  return { workflows: await open(...known), again: open };
}
