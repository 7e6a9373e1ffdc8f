import type { Context } from "../../../core/index.ts";
import type { EffectAdapter } from "../../../durable/index.ts";
import { toRefusal, toUnanswered } from "../../outcome.ts";
import { callApi, readApi, type ApiParts } from "../api/call.ts";
import { createFiling, refuseFiling as refuse, type Filing, type PlacedMail } from "../filing.ts";
import { folder, folderList, placedMessage } from "./shapes.ts";

/** With it a mail keeps its id when it is moved. */
const HEADERS = { prefer: 'IdType="ImmutableId"' };

/** Files by moving between folders of Microsoft Graph, and by marks. */
export function createGraphFiling(
  parts: ApiParts & { api: string },
  find: (mail: string) => Promise<PlacedMail | null>,
): EffectAdapter {
  const base = `${parts.api.replace(/\/$/, "")}/v1.0/me`;

  /** The id of a folder by its name, or of one that Graph knows in every language; made where it is not there. */
  async function folderOf(
    asked: Exclude<Filing, { action: "flag" }>,
    isMade: boolean,
    ctx: Context,
  ): Promise<string | null> {
    const known = asked.action === "archive" ? "archive" : /^inbox$/i.test(asked.folder) ? "inbox" : null;
    if (known !== null) {
      const response = await readApi(parts, { url: `${base}/mailFolders/${known}`, headers: HEADERS }, ctx);
      return response === null ? null : folder.parse(await response.json()).id;
    }
    const name = asked.action === "move" ? asked.folder : "";
    const query = new URLSearchParams({ $filter: `displayName eq '${name.replaceAll("'", "''")}'` });
    const listed = await readApi(parts, { url: `${base}/mailFolders?${query}`, headers: HEADERS }, ctx);
    const [found] = folderList.parse(await listed?.json()).value;
    if (found || !isMade) return found?.id ?? null;
    const made = await readApi(parts, { method: "POST", url: `${base}/mailFolders`, json: { displayName: name } }, ctx);
    return made === null ? null : folder.parse(await made.json()).id;
  }

  return createFiling(find, {
    async file(asked, placed, ctx) {
      const [place] = placed?.places ?? [];
      if (!place) return refuse("The mail does not lie in the mailbox any more.");
      const url = `${base}/messages/${encodeURIComponent(place.uidValidity)}`;
      try {
        const destinationId = asked.action === "flag" ? null : await folderOf(asked, true, ctx);
        if (asked.action !== "flag" && destinationId === null) return refuse("The mailbox has no such folder.");
        const request =
          asked.action === "flag"
            ? ({ method: "PATCH", url, json: toMarks(asked), headers: HEADERS } as const)
            : ({ method: "POST", url: `${url}/move`, json: { destinationId }, headers: HEADERS } as const);
        const response = await callApi(parts, request, ctx);
        await response.body?.cancel();
        return toRefusal(response, parts.name, "") ?? { outcome: "done", receipt: { id: place.uidValidity } };
      } catch (thrown) {
        return toUnanswered(thrown);
      }
    },
    async find(asked, { places }, ctx) {
      const [place] = places;
      if (!place) return null;
      const query = new URLSearchParams({ $select: "parentFolderId,isRead,flag" });
      const url = `${base}/messages/${encodeURIComponent(place.uidValidity)}?${query}`;
      const response = await readApi(parts, { url, headers: HEADERS }, ctx);
      if (response === null) return null;
      const { parentFolderId, isRead, flag } = placedMessage.parse(await response.json());
      if (asked.action !== "flag")
        return parentFolderId === (await folderOf(asked, false, ctx)) ? { id: place.uidValidity } : null;
      const wanted = toMarks(asked);
      const isDone =
        (wanted.isRead === undefined || wanted.isRead === isRead) &&
        (wanted.flag === undefined || wanted.flag.flagStatus === flag.flagStatus);
      return isDone ? { id: place.uidValidity } : null;
    },
  });
}

/** "Answered" is nothing that Graph lets be set. */
function toMarks({ add, remove }: Extract<Filing, { action: "flag" }>): {
  isRead?: boolean;
  flag?: { flagStatus: "flagged" | "notFlagged" };
} {
  const has = (mark: (typeof add)[number]): boolean | null =>
    add.includes(mark) ? true : remove.includes(mark) ? false : null;
  const [seen, flagged] = [has("\\Seen"), has("\\Flagged")];
  return {
    ...(seen === null ? {} : { isRead: seen }),
    ...(flagged === null ? {} : { flag: { flagStatus: flagged ? "flagged" : "notFlagged" } }),
  };
}
