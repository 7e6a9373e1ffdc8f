import { AppError, type Context } from "../../core/index.ts";
import type { Mail } from "../../store/index.ts";
import { act } from "./acts.ts";
import type { DeskParts } from "../types.ts";

export type Unsubscribed = { state: "done" } | { state: "link"; link: string };

/** By itself where RFC 8058 lets it; else the link that a person may open. Throws E_INPUT where the mail names no way. */
export async function unsubscribe(parts: DeskParts, mail: Mail, ctx: Context): Promise<Unsubscribed> {
  const { unsubscribe: way } = mail;
  if (way === null) {
    throw new AppError("E_INPUT", "This mail does not say how to unsubscribe.", {
      hint: "Archive it by a rule instead.",
    });
  }
  if ("mailto" in way) return { state: "link", link: `mailto:${way.mailto}` };
  if (!way.oneClick) return { state: "link", link: way.url };
  const host = new URL(way.url).hostname;
  const intent = {
    id: `${mail.id}/unsubscribe`,
    kind: "mail.unsubscribe",
    account: mail.account,
    arguments: { url: way.url },
    title: `Unsubscribe at ${host}`,
  };
  await act(parts, intent, [host], ctx);
  return { state: "done" };
}
