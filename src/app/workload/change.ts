import { AppError } from "../../core/index.ts";
import { messageOf } from "../conversations/ids.ts";
import type { Conversations } from "../conversations/types.ts";
import { findRequest } from "./requests.ts";
import { sentBy } from "./workflows.ts";
import type { WorkParts } from "./list.ts";

/** Ends work that waits or runs; what has ended stays as it ended. E_NOT_FOUND without such work. */
export async function cancelWork(id: string, conversations: Conversations, { store }: WorkParts): Promise<void> {
  const request = await findRequest(id, store);
  if (!request) {
    await requireWork(id, conversations);
    const { workflows } = conversations.work;
    await workflows.cancel(id, { children: true });
    const message = sentBy(await workflows.steps(id));
    if (message !== null) await conversations.stop(message);
    return;
  }
  const { state } = request.work;
  if (state !== "waiting" && state !== "running") return;
  await conversations.stop(messageOf(id));
}

/** Lets work go on that was cancelled, or given up after crashes. A request is asked again in its conversation instead: E_INPUT. */
export async function resumeWork(id: string, conversations: Conversations, { store }: WorkParts): Promise<void> {
  if (await findRequest(id, store)) {
    throw new AppError("E_INPUT", "A request that has its answer does not go on.", {
      hint: "Send it again in its conversation.",
    });
  }
  await requireWork(id, conversations);
  await conversations.work.workflows.resume(id);
}

/** Turns belong to their messages, and are cancelled as such. */
async function requireWork(id: string, { work }: Conversations): Promise<void> {
  const found = await work.workflows.find(id);
  if (!found || !work.kinds.includes(found.workflow)) throw notFound(id);
}

export const notFound = (id: string): AppError =>
  new AppError("E_NOT_FOUND", `There is no run ${id}.`, { hint: "`kralle runs` lists them." });
