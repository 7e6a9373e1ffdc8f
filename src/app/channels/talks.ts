import { createHash } from "node:crypto";
import type { Talks } from "../../channels/telegram/index.ts";
import { toAppError, type Context } from "../../core/index.ts";
import type { Store } from "../../store/index.ts";
import { folderOf } from "../conversations/folders.ts";
import { runOf } from "../conversations/ids.ts";
import type { ChannelHouse } from "./open.ts";

/** A bot sends no larger file. */
const MOST_BYTES = 50 * 1_048_576;

/** The conversations of this home as a channel uses them. */
export function talksOf({ services, conversations }: ChannelHouse, store: Store, ctx: Context): Talks {
  const open = async (session: string) => {
    const { openWorkspace } = await import("../../agent/index.ts");
    return openWorkspace(await folderOf(await conversations.get(session), services.home), store, ctx);
  };
  return {
    create: async (title) => (await conversations.create({ title })).id,
    async send(session, message) {
      const { id } = (await conversations.send(session, message)).message;
      return { message: id, run: runOf(id) };
    },
    last: (session) => store.sessions.lastEvent(session),
    async *follow(session, after, signal) {
      for await (const heard of conversations.follow(session, after, signal)) {
        if (heard.kind === "event") yield heard.event;
      }
    },
    async cancel(session) {
      const message = await store.messages.next(session);
      if (message === null) return false;
      await conversations.stop(message.id);
      return true;
    },
    async attach(session, name, bytes) {
      const workspace = await open(session);
      const hash = sha256(bytes);
      for (const { path, bytes: length } of await workspace.list()) {
        if (length === bytes.byteLength && sha256(await workspace.read(path)) === hash) return path;
      }
      return (await conversations.attach(session, name, Buffer.from(bytes))).path;
    },
    async read(session, path) {
      try {
        const workspace = await open(session);
        const entry = await workspace.stat(path);
        if (entry === null || entry.bytes > MOST_BYTES) return null;
        return new Uint8Array(await workspace.read(path));
      } catch (thrown) {
        const { code } = toAppError(thrown);
        if (code === "E_NOT_FOUND" || code === "E_OUTSIDE_WORKSPACE") return null;
        throw thrown;
      }
    },
  };
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
