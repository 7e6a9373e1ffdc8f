import { systemClock, type Clock } from "../../core/index.ts";
import type { Fault } from "../faults.ts";
import { serveJson, type Answer, type Asked, type Peer } from "../http.ts";
import { createFolders, no } from "./folders.ts";
import { createMailbox, toLine, type Folder } from "./mailbox.ts";
import { createSignIn, type SignInServer } from "./sign-in.ts";

/** A mailbox like that of Microsoft Graph, version 1.0 (https://learn.microsoft.com/graph/api/resources/message): MIME only. */
export interface Graph extends Peer {
  readonly signIn: SignInServer;
  /** What the owner's mailbox holds, sent mails with what they were sent as. */
  readonly sent: readonly { messageId: string; raw: Uint8Array }[];
  deliver(raw: Uint8Array, at: number, folder?: Folder): string;
  read(id: string): void;
  remove(id: string): void;
  /** Where it lies; null: nowhere. */
  folderOf(id: string): Folder | null;
  /** It does not know earlier delta links any more. */
  forgetDeltas(): void;
}

export interface GraphOptions {
  client: { id: string; secret: string };
  address: string;
  fault?: () => Fault;
  clock?: Clock;
  /** It gives mails a Message-ID of its own. */
  renames?: boolean;
}

const PAGE = 20;

export async function openGraph({
  client,
  address,
  fault = () => "none",
  clock = systemClock,
  renames,
}: GraphOptions): Promise<Graph> {
  const signIn = createSignIn(client);
  const box = createMailbox();
  const filing = createFolders(box);
  let oldest = 0;

  function delta(folder: string, url: URL): Answer {
    const since = Number(url.searchParams.get("$deltatoken") ?? 0);
    const skip = Number(url.searchParams.get("$skiptoken") ?? 0);
    if (since > 0 && since < oldest) return no(410, "SyncStateNotFound");
    const from = Date.parse(
      /receivedDateTime ge (\S+)/.exec(url.searchParams.get("$filter") ?? "")?.[1] ?? "1970-01-01",
    );
    const lines = box.since(folder, since, from);
    const next = new URL(`${peer.url}${url.pathname}`);
    const isMore = lines.length > skip + PAGE;
    if (isMore) {
      for (const [name, value] of url.searchParams) next.searchParams.set(name, value);
      next.searchParams.set("$skiptoken", String(skip + PAGE));
    } else next.searchParams.set("$deltatoken", String(box.change));
    const link = isMore ? "@odata.nextLink" : "@odata.deltaLink";
    return { status: 200, body: { value: lines.slice(skip, skip + PAGE), [link]: next.href } };
  }

  function answer({ method, path, headers, body }: Asked): Answer {
    const url = new URL(path, peer.url);
    if (method === "POST" && url.pathname === "/token") return signIn.token(body as Record<string, string>);
    if (!signIn.isGood(headers.authorization)) return no(401, "InvalidAuthenticationToken");
    if (url.pathname === "/v1.0/me") return { status: 200, body: { mail: address, userPrincipalName: address } };
    const [, folder] = /^\/v1\.0\/me\/mailFolders\/(\w+)\/messages\/delta$/.exec(url.pathname) ?? [];
    if (method === "GET" && folder !== undefined) return delta(folder, url);
    if (url.pathname === "/v1.0/me/messages") return method === "POST" ? create(body) : search(url);
    const folders = /^\/v1\.0\/me\/mailFolders(?:\/(\w+))?$/.exec(url.pathname);
    if (folders) return filing.folder(method, folders[1], url, body);
    const [, named = "", act, alone] =
      /^\/v1\.0\/me\/messages\/([^/]+)\/(\$value|send|move|permanentDelete)$|^\/v1\.0\/me\/messages\/([^/]+)$/.exec(
        url.pathname,
      ) ?? [];
    const message = box.messages.get(decodeURIComponent(alone ?? named));
    if (!message) return no(404, "ErrorItemNotFound");
    if (method === "GET" && act === "$value") return { status: 200, body: message.raw };
    if (act === undefined) return filing.one(method, message, body);
    if (act === "move") return filing.move(message, body);
    if (method !== "POST") return no(405, "ErrorInvalidRequest");
    if (act === "permanentDelete") box.remove(message.id);
    else if (message.folder !== "drafts") return no(400, "ErrorInvalidRequest");
    else box.alter(message.id, { folder: "sentitems" });
    return { status: act === "send" ? 202 : 204, body: {} };
  }

  function create(body: unknown): Answer {
    if (typeof body !== "string" || !/^[A-Za-z0-9+/=\s]+$/.test(body)) return no(400, "ErrorMimeContentInvalid");
    const { id, messageId } = box.add(Buffer.from(body, "base64"), clock.now(), "drafts", renames === true);
    return { status: 201, body: { id, internetMessageId: messageId, isDraft: true } };
  }

  function search(url: URL): Answer {
    const [, wanted] = /^internetMessageId eq '(.*)'$/.exec(url.searchParams.get("$filter") ?? "") ?? [];
    if (wanted === undefined) return no(400, "ErrorInvalidUrlQueryFilter");
    const found = [...box.messages.values()].filter(({ messageId }) => messageId === wanted.replaceAll("''", "'"));
    return { status: 200, body: { value: found.map(toLine) } };
  }

  const peer = await serveJson(answer, fault);
  return {
    ...peer,
    signIn,
    get sent() {
      return [...box.messages.values()].filter(({ folder }) => folder === "sentitems");
    },
    deliver: (raw, at, folder = "inbox") => box.add(raw, at, folder, renames === true).id,
    read: (id) => box.alter(id, { isRead: true }),
    remove: (id) => box.remove(id),
    folderOf: (id) => box.messages.get(id)?.folder ?? null,
    forgetDeltas: () => void (oldest = box.turn()),
  };
}
