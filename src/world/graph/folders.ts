import type { Answer } from "../http.ts";
import { toLine, type Mailbox, type Message } from "./mailbox.ts";

/** Folders that Graph knows by one name in every language. */
const KNOWN = new Set(["inbox", "sentitems", "junkemail", "drafts", "archive"]);

export const no = (status: number, code: string): Answer => ({ status, body: { error: { code } } });

/** Folders that somebody made, and mails that are moved between them or marked. */
export function createFolders(box: Mailbox) {
  const made = new Map<string, string>();
  return {
    folder(method: string, name: string | undefined, url: URL, body: unknown): Answer {
      if (name !== undefined)
        return KNOWN.has(name) ? { status: 200, body: { id: name } } : no(404, "ErrorItemNotFound");
      if (method === "POST") {
        const { displayName } = body as { displayName: string };
        if (made.has(displayName)) return no(409, "ErrorFolderExists");
        made.set(displayName, `folder${made.size}`);
        return { status: 201, body: { id: made.get(displayName) } };
      }
      const [, wanted = ""] = /^displayName eq '(.*)'$/.exec(url.searchParams.get("$filter") ?? "") ?? [];
      const id = made.get(wanted.replaceAll("''", "'"));
      return { status: 200, body: { value: id === undefined ? [] : [{ id }] } };
    },
    move(message: Message, body: unknown): Answer {
      const { destinationId } = body as { destinationId: string };
      if (!KNOWN.has(destinationId) && ![...made.values()].includes(destinationId)) return no(404, "ErrorItemNotFound");
      box.alter(message.id, { folder: destinationId });
      return { status: 201, body: { id: message.id } };
    },
    one(method: string, message: Message, body: unknown): Answer {
      if (method === "GET") return { status: 200, body: toLine(message) };
      if (method !== "PATCH") return no(405, "ErrorInvalidRequest");
      const { isRead, flag } = body as { isRead?: boolean; flag?: { flagStatus: string } };
      const marks = flag === undefined ? {} : { isFlagged: flag.flagStatus === "flagged" };
      box.alter(message.id, { ...(isRead === undefined ? {} : { isRead }), ...marks });
      return { status: 200, body: toLine(message) };
    },
  };
}
