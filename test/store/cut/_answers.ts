import { join } from "node:path";
import type { Context } from "../../../src/core/index.ts";
import { defineWorkflow, openWorkflows } from "../../../src/durable/index.ts";
import type { Store } from "../../../src/store/index.ts";

export interface Answers {
  /** Durable work under the id of the message; resolves when it has its answer. */
  answer(message: string): Promise<void>;
  close(): Promise<void>;
}

/** What the gateway does with messages, without a model: the answer goes into the store's file, the work into the engine's. */
export async function openAnswers(
  home: string,
  store: Store,
  answered: (message: string) => void,
  ctx: Context,
): Promise<Answers> {
  const turn = defineWorkflow<{ message: string }, null>("turn", async ({ message }, run) => {
    await run.step("read", async () => (await store.messages.get(message))?.text ?? "");
    await run.step("answer", async () => {
      await store.messages.answer({ message, state: "done", run: null, text: "ja", data: null }, ctx);
      answered(message);
    });
    return null;
  });
  const workflows = await openWorkflows({ database: { file: join(home, "durable.db") }, workflows: [turn] }, ctx);
  return {
    async answer(message) {
      await (await workflows.start(turn, { message }, { id: message })).result();
    },
    close: () => workflows.close(),
  };
}
