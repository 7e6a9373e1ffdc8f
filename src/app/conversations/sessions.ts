import { AppError, type Context } from "../../core/index.ts";
import type { Session, Store } from "../../store/index.ts";
import type { Services } from "../services.ts";
import { folderOf, requireWorkspace } from "./folders.ts";
import type { Conversations } from "./types.ts";

const TITLE_CHARS = 80;
/** Names that are tried for an attachment whose name is taken. */
const NUMBERS = 1_000;

type Part = Pick<Conversations, "create" | "list" | "get" | "change" | "messages" | "files" | "attach">;

/** What stands in a conversation, apart from its turns. */
export interface SessionDesk extends Part {
  /** A session without a title is called after its first message. */
  nameAfter(id: string, text: string): Promise<void>;
}

export function createSessionDesk(services: Services, store: Store, ctx: Context): SessionDesk {
  const get = async (id: string): Promise<Session> => {
    const found = await store.sessions.get(id);
    if (!found) throw new AppError("E_NOT_FOUND", `There is no session ${id}.`);
    return found;
  };
  const changed = (id: string): void => services.changes.tell("sessions", id);
  return {
    get,
    list: ({ limit, before }) => store.sessions.page({ limit, ...(before === undefined ? {} : { before }) }),
    async create({ title, model, workspace }) {
      const folder = workspace === undefined || workspace === null ? null : await requireWorkspace(workspace);
      const chosen = model === undefined || model === "auto" ? null : model;
      const made = await store.sessions.create(
        { title: (title ?? "").slice(0, TITLE_CHARS), workspace: folder, model: chosen },
        ctx,
      );
      changed(made.id);
      return made;
    },
    async change(id, { title, model }) {
      await get(id);
      if (title !== undefined) await store.sessions.setTitle(id, title.slice(0, TITLE_CHARS));
      if (model !== undefined) await store.sessions.setModel(id, model === "auto" ? null : model);
      changed(id);
      return get(id);
    },
    async messages(session, { before, limit } = {}) {
      await get(session);
      return store.messages.list(session, {
        ...(before === undefined ? {} : { before }),
        ...(limit === undefined ? {} : { limit }),
      });
    },
    async nameAfter(id, text) {
      if ((await get(id)).title !== "") return;
      const line = text.replaceAll(/\s+/gu, " ").trim();
      await store.sessions.setTitle(id, line.length > TITLE_CHARS ? `${line.slice(0, TITLE_CHARS - 1)}…` : line);
      changed(id);
    },
    async files(id) {
      const { openWorkspace } = await import("../../agent/index.ts");
      const workspace = await openWorkspace(await folderOf(await get(id), services.home), store, ctx);
      return (await workspace.list()).map(({ path, bytes }) => ({ path, bytes }));
    },
    async attach(id, name, bytes) {
      const { openWorkspace } = await import("../../agent/index.ts");
      const folder = await folderOf(await get(id), services.home);
      return services.folders.hold(folder, ctx.signal, async () => {
        const workspace = await openWorkspace(folder, store, ctx);
        for (let number = 1; number <= NUMBERS; number += 1) {
          const path = numbered(toFileName(name), number);
          if ((await workspace.stat(path)) !== null) continue;
          await workspace.create(path, bytes);
          return { path, bytes: bytes.byteLength };
        }
        throw new AppError("E_EXISTS", `There are too many files called ${name}.`, { hint: "Give it another name." });
      });
    },
  };
}

/** The last part of a path, without what no file system likes. */
function toFileName(name: string): string {
  const last = name.normalize("NFC").split(/[/\\]/u).at(-1) ?? "";
  const clean = last
    .replaceAll(/[\p{Cc}\p{Cf}<>:"|?*]/gu, "")
    .replace(/^\.+/u, "")
    .trim();
  if (clean === "")
    throw new AppError("E_INPUT", "The file has no name that could be kept.", { hint: "Name it anew." });
  return clean.slice(0, 150);
}

function numbered(name: string, number: number): string {
  if (number === 1) return name;
  const dot = name.lastIndexOf(".");
  return dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`;
}
