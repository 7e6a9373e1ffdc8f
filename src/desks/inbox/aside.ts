import { toAppError, type Context } from "../../core/index.ts";
import type { WorkflowRun } from "../../durable/index.ts";
import { handleMail, type InboxParts } from "./handle.ts";
import { DESK } from "./item.ts";
import { readOwner } from "./owner.ts";

/** As `handleMail`. A mail that it fails on stands in the inbox all the same, and says what is to be done: nothing of it is lost unseen. */
export async function handleOrPutAside(parts: InboxParts, id: string, run: WorkflowRun, ctx: Context): Promise<string> {
  try {
    return await handleMail(parts, id, run, ctx);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (run.signal.aborted || error.code === "E_CANCELLED") throw thrown;
    ctx.log.warn("a mail could not be worked on, and was put aside", { mail: id, code: error.code });
    await run.step("aside", () => putAside(parts, id, { ...ctx, signal: run.signal }));
    return "aside";
  }
}

async function putAside(parts: InboxParts, id: string, ctx: Context): Promise<void> {
  const { items, mails } = parts.store;
  if ((await items.find(DESK, id)) !== null) return; // it was judged before it failed, and is there
  const mail = await mails.get(id);
  if (mail === null) return;
  const { language } = await readOwner(parts.store);
  const item = await items.put(
    {
      desk: DESK,
      kind: "mail",
      source: id,
      account: mail.account,
      title: mail.subject,
      who: mail.from,
      at: mail.at,
      class: null,
      needsReply: false,
      importance: 2,
      urgency: 1,
      due: null,
      reason: REASON[language],
      evidence: [],
      actions: [],
      features: {},
      state: "open",
      until: null,
    },
    ctx,
  );
  parts.changed("items", item.id);
}

const REASON = {
  en: "Kralle could not work on this mail: read it yourself; `kralle runs` says what went wrong",
  de: "Kralle konnte mit dieser Mail nichts anfangen: Lesen Sie sie selbst; `kralle runs` sagt, woran es lag",
} as const;
