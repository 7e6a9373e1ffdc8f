import { join } from "node:path";
import type { TestContext } from "node:test";
import { openWorkflows, type Workflow, type Workflows } from "../../src/durable/index.ts";
import { createContext, tempFolder } from "../store/_setup.ts";
import type { Opened } from "./_suite.ts";

/** An engine over a SQLite file of this test; closed at its end. */
export async function openSqliteEngine(
  t: TestContext,
  workflows: readonly Workflow<never, unknown>[],
): Promise<Opened> {
  const file = join(await tempFolder(t), "workflows.db");
  const open = async (list: readonly Workflow<never, unknown>[]): Promise<Workflows> => {
    const opened = await openWorkflows({ file, workflows: list }, createContext());
    t.after(() => opened.close());
    return opened;
  };
  return { workflows: await open(workflows), again: open };
}
