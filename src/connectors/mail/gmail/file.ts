import type { Context } from "../../../core/index.ts";
import type { EffectAdapter } from "../../../durable/index.ts";
import { toRefusal, toUnanswered } from "../../outcome.ts";
import { callApi, readApi, type ApiParts } from "../api/call.ts";
import { createFiling, refuseFiling as refuse, type Filing, type PlacedMail } from "../filing.ts";
import { label, labelList, labelled } from "./shapes.ts";

interface Change {
  addLabelIds: string[];
  removeLabelIds: string[];
}

/** Files by labels: what is archived has none of the inbox, what is moved another one instead. */
export function createGmailFiling(
  parts: ApiParts & { api: string },
  find: (mail: string) => Promise<PlacedMail | null>,
): EffectAdapter {
  const base = `${parts.api.replace(/\/$/, "")}/gmail/v1/users/me`;

  /** Of a label's name; made where it is not there. Null where it is not and shall not be. */
  async function labelOf(name: string, isMade: boolean, ctx: Context): Promise<string | null> {
    if (name === "INBOX") return name;
    const listed = labelList.parse(await (await readApi(parts, { url: `${base}/labels` }, ctx))?.json());
    const known = listed.labels.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (known || !isMade) return known?.id ?? null;
    const made = await readApi(parts, { method: "POST", url: `${base}/labels`, json: { name } }, ctx);
    return made === null ? null : label.parse(await made.json()).id;
  }

  async function changeOf(asked: Filing, isMade: boolean, ctx: Context): Promise<Change | null> {
    if (asked.action === "archive") return { addLabelIds: [], removeLabelIds: ["INBOX"] };
    if (asked.action === "flag") return toLabels(asked);
    const to = await labelOf(asked.folder, isMade, ctx);
    const from = asked.from === undefined ? null : await labelOf(asked.from, false, ctx);
    const left = [...(to === "INBOX" ? [] : ["INBOX"]), ...(from === null || from === to ? [] : [from])];
    return to === null ? null : { addLabelIds: [to], removeLabelIds: left };
  }

  return createFiling(find, {
    async file(asked, placed, ctx) {
      const [place] = placed?.places ?? [];
      if (!place) return refuse("The mail does not lie in the mailbox any more.");
      try {
        const json = await changeOf(asked, true, ctx);
        if (json === null) return refuse("The folder cannot have this name.");
        const url = `${base}/messages/${encodeURIComponent(place.uidValidity)}/modify`;
        const response = await callApi(parts, { method: "POST", url, json }, ctx);
        await response.body?.cancel();
        return toRefusal(response, parts.name, "") ?? { outcome: "done", receipt: { id: place.uidValidity } };
      } catch (thrown) {
        return toUnanswered(thrown);
      }
    },
    async find(asked, { places }, ctx) {
      const [place] = places;
      if (!place) return null;
      const url = `${base}/messages/${encodeURIComponent(place.uidValidity)}?format=minimal`;
      const response = await readApi(parts, { url }, ctx);
      const wanted = await changeOf(asked, false, ctx);
      if (response === null || wanted === null) return null;
      const labels = new Set(labelled.parse(await response.json()).labelIds);
      const isDone =
        wanted.addLabelIds.every((one) => labels.has(one)) && !wanted.removeLabelIds.some((one) => labels.has(one));
      return isDone ? { id: place.uidValidity } : null;
    },
  });
}

/** "Answered" is nothing that Gmail tells. */
function toLabels({ add, remove }: Extract<Filing, { action: "flag" }>): Change {
  const change: Change = { addLabelIds: [], removeLabelIds: [] };
  if (add.includes("\\Seen")) change.removeLabelIds.push("UNREAD");
  if (remove.includes("\\Seen")) change.addLabelIds.push("UNREAD");
  if (add.includes("\\Flagged")) change.addLabelIds.push("STARRED");
  if (remove.includes("\\Flagged")) change.removeLabelIds.push("STARRED");
  return change;
}
