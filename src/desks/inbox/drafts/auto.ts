import type { Context } from "../../../core/index.ts";
import type { WorkflowRun } from "../../../durable/index.ts";
import { toEnded } from "../acts.ts";
import { prepare, sendNow } from "./send.ts";
import { decide, releaseOf, type InboxParts } from "../handle.ts";
import { readOwner } from "../owner.ts";
import { setFollowUp } from "../followUps.ts";

/**
 * The undo window of a draft is over and nobody said no: rules, gates and policy are asked again, with what is known now, and then it is
 * sent, once. A draft that was taken back, changed or released meanwhile is left alone.
 */
export async function autoSend(parts: InboxParts, id: string, run: WorkflowRun, outer: Context): Promise<string> {
  const ctx = { ...outer, signal: run.signal };
  const { drafts } = parts.store.inbox;
  const may = await run.step("gates", async () => {
    const stored = await drafts.get(id);
    if (stored?.state !== "waiting") return stored?.state ?? "gone";
    const { mail, content } = await prepare(parts.store, id, false, ctx);
    const judged = await parts.judging.judge(mail);
    const decision = await decide(parts, judged);
    const item = await parts.store.items.get(stored.item);
    const release = await releaseOf(parts, judged, content, decision, ctx);
    if (release.go !== "draft" && item?.state !== "done") return "go";
    const { language } = await readOwner(parts.store);
    const why = release.why.length > 0 ? release.why : [NO_LONGER[language]];
    await drafts.change(id, ["waiting"], { state: "open", due: null, why }, ctx);
    parts.changed("items", stored.item);
    return "held back";
  });
  if (may !== "go") return may;
  return run.step("send", async () => {
    const stored = await drafts.get(id);
    if (stored === null || (stored.state !== "waiting" && stored.state !== "sending")) return stored?.state ?? "gone";
    const prepared = await prepare(parts.store, id, false, ctx);
    try {
      const sent = await sendNow(parts, prepared, false, ctx, run);
      const { followUpDays } = await decide(parts, await parts.judging.judge(prepared.mail));
      if (followUpDays !== null) await setFollowUp(parts, prepared.mail, followUpDays, ctx);
      return sent.state;
    } catch (thrown) {
      return toEnded(thrown).state; // it stands in the draft, and is shown with what to do
    }
  });
}

const NO_LONGER = {
  en: "the rule that would have sent it does not apply any more",
  de: "die Regel, die sie gesendet hätte, gilt nicht mehr",
} as const;
