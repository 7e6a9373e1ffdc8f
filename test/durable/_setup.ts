import assert from "node:assert/strict";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { createLogger, type Logger } from "../../src/core/index.ts";
import { openWorkflows, type Workflows, type WorkflowsDatabase } from "../../src/durable/index.ts";
import type { Postgres } from "../_postgres.ts";
import { createContext, tempFolder } from "../store/_setup.ts";
import type { Known, Opened, OpenEngine } from "./_suite.ts";

/** An engine over a SQLite file of this test; closed at its end. */
export const openSqliteEngine: OpenEngine = async (t, workflows, queues) =>
  openEngine(t, { file: join(await tempFolder(t), "workflows.db") }, workflows, queues);

/** The same over a database of this test. The tables are made once and copied, which is ten times as fast. */
export function openPostgresEngine(postgres: Postgres): OpenEngine {
  const makeTemplate = async (): Promise<string> => {
    const url = await postgres.freshDatabase();
    await (await openWorkflows({ database: { url }, workflows: [] }, createContext())).close();
    return url;
  };
  let template: Promise<string> | null = null;
  return async (t, workflows, queues) => {
    template ??= makeTemplate();
    return openEngine(t, { url: await postgres.freshDatabase(await template) }, workflows, queues);
  };
}

async function openEngine(t: TestContext, database: WorkflowsDatabase, ...known: Known): Promise<Opened> {
  const open = async (...[workflows, queues = []]: Known): Promise<Workflows> => {
    const opened = await openWorkflows(
      { database, workflows, queues },
      createContext({ log: createWatchfulLogger(t) }),
    );
    t.after(() => opened.close());
    return opened;
  };
  return { workflows: await open(...known), again: open };
}

/** DBOS catches what its loops meet and goes on: a statement that the store refuses would show in nothing but in its log. */
function createWatchfulLogger(t: TestContext): Logger {
  const refused: string[] = [];
  t.after(() => assert.deepEqual(refused, []));
  const look = (line: string): void => {
    if (/not known here|syntax error/.test(line)) refused.push(line);
  };
  return createLogger(look, "warn", () => Date.now());
}
