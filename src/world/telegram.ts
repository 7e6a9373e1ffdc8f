import type { Fault } from "./faults.ts";
import { serveJson, type Peer } from "./http.ts";

/** A server like that of the Telegram Bot API (https://core.telegram.org/bots/api): `sendMessage` has no key. */
export interface Telegram extends Peer {
  /** The text of each message that was sent. */
  readonly ledger: readonly string[];
}

export async function openTelegram(token: string, fault: () => Fault = () => "none"): Promise<Telegram> {
  const ledger: string[] = [];
  const peer = await serveJson(({ method, path, body }) => {
    if (!path.startsWith(`/bot${token}/`)) return no(401, "Unauthorized");
    if (method !== "POST" || path !== `/bot${token}/sendMessage`) return no(404, "Not Found");
    const { chat_id: chat, text } = (body ?? {}) as Record<string, unknown>;
    if (typeof chat !== "number") return no(400, "Bad Request: chat_id is empty");
    if (typeof text !== "string" || text === "") return no(400, "Bad Request: message text is empty");
    ledger.push(text);
    const result = { message_id: ledger.length, chat: { id: chat, type: "private" }, text };
    return { status: 200, body: { ok: true, result } };
  }, fault);
  return { ...peer, ledger };
}

const no = (status: number, description: string) => ({
  status,
  body: { ok: false, error_code: status, description },
});
