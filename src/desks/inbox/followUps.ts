import type { Context } from "../../core/index.ts";
import type { Mail, ReasonPart } from "../../store/index.ts";
import { toReason } from "../reason.ts";
import type { DeskParts } from "../types.ts";
import { DESK } from "./item.ts";
import { readOwner } from "./owner.ts";

/** Name of the timer, and of the item, of a conversation in which an answer is waited for. */
export const followUpOf = (thread: string): string => `inbox.followUp ${thread}`;

const DAY_MS = 24 * 60 * 60_000;

/** Reminds the owner when nobody has answered by then. Moved when it is set again, cancelled by an answer. */
export async function setFollowUp(
  parts: DeskParts,
  { thread, id }: Pick<Mail, "thread" | "id">,
  days: number,
  ctx: Context,
): Promise<number> {
  const [since, due] = [ctx.clock.now(), ctx.clock.now() + days * DAY_MS];
  await parts.later.setTimer({
    id: followUpOf(thread),
    workflow: "inbox.followUp",
    input: { thread, mail: id, since, days },
    due,
  });
  return due;
}

/** The moment has come: an item, unless an answer came meanwhile. */
export async function followUp(
  parts: DeskParts,
  { thread, mail: id, since, days }: { thread: string; mail: string; since: number; days: number },
  ctx: Context,
): Promise<string> {
  const { store } = parts;
  const mails = await store.mails.thread(thread);
  if (mails.some(({ direction, at }) => direction === "in" && at > since)) return "answered";
  const mail = await store.mails.get(id);
  const owner = await readOwner(store);
  const why: ReasonPart[] = [{ say: "unanswered", days }];
  const item = await store.items.put(
    {
      desk: DESK,
      kind: "followup",
      source: followUpOf(thread),
      account: mail?.account ?? null,
      title: mail?.subject ?? "",
      who: mail?.direction === "out" ? (mail.to[0] ?? null) : (mail?.from ?? null),
      at: ctx.clock.now(),
      class: null,
      needsReply: false,
      importance: 2,
      urgency: 2,
      due: null,
      reason: toReason({ why, reason: "" }, owner),
      why,
      evidence: [{ type: "fact", name: "days without an answer", value: String(days), source: id }],
      actions: [],
      features: { daysWithoutAnswer: days },
      state: "open",
      until: null,
    },
    ctx,
  );
  // An earlier one of this conversation may have been done: it is open again.
  await store.items.setState(item.id, "open", ctx);
  parts.changed("items", item.id);
  return "reminded";
}
