import { randomBytes } from "node:crypto";

/** Those that Graph knows, or the id of one that somebody made. */
export type Folder = string;

export interface Message {
  id: string;
  folder: Folder;
  raw: Uint8Array;
  messageId: string;
  /** ms UTC */
  at: number;
  isRead: boolean;
  isFlagged: boolean;
  /** When it last changed, counted. */
  change: number;
}

/** Messages with what changed of them since any count. */
export interface Mailbox {
  readonly messages: ReadonlyMap<string, Message>;
  /** How many changes there were. */
  readonly change: number;
  /** `renames`: whatever Message-ID it had, it gets one of the server's. */
  add(raw: Uint8Array, at: number, folder: Folder, renames: boolean): Message;
  alter(id: string, what: Partial<Pick<Message, "isRead" | "isFlagged" | "folder">>): void;
  remove(id: string): void;
  /** Counts one more, with nothing changed. */
  turn(): number;
  /** Lines of a delta query. */
  since(folder: string, change: number, from: number): Record<string, unknown>[];
}

export function createMailbox(): Mailbox {
  const messages = new Map<string, Message>();
  const removed: { id: string; folder: Folder; change: number }[] = [];
  let change = 0;
  return {
    messages,
    get change() {
      return change;
    },
    add(raw, at, folder, renames) {
      const named = /^Message-ID: *(<[^>\r\n]+>)/im.exec(Buffer.from(raw).toString("latin1"))?.[1];
      const id = randomBytes(18).toString("base64url");
      const messageId = named !== undefined && !renames ? named : `<${id}@graph.example>`;
      const message = { id, folder, raw, messageId, at, isRead: false, isFlagged: false, change: (change += 1) };
      messages.set(id, message);
      return message;
    },
    alter(id, what) {
      const message = messages.get(id);
      if (message && what.folder !== undefined && what.folder !== message.folder)
        removed.push({ id, folder: message.folder, change: (change += 1) });
      if (message) Object.assign(message, what, { change: (change += 1) });
    },
    remove(id) {
      const message = messages.get(id);
      if (!message) return;
      messages.delete(id);
      removed.push({ id, folder: message.folder, change: (change += 1) });
    },
    turn: () => (change += 1),
    since(folder, count, from) {
      const there = [...messages.values()].filter(
        (one) => one.folder === folder && one.change > count && one.at >= from,
      );
      const gone = removed.filter((one) => count > 0 && one.folder === folder && one.change > count);
      return [...there.map(toLine), ...gone.map(({ id }) => ({ id, "@removed": { reason: "deleted" } }))];
    },
  };
}

export function toLine({ id, at, isRead, isFlagged, folder }: Message): Record<string, unknown> {
  return {
    id,
    receivedDateTime: new Date(at).toISOString(),
    isRead,
    isDraft: folder === "drafts",
    flag: { flagStatus: isFlagged ? "flagged" : "notFlagged" },
    parentFolderId: folder,
  };
}
