import { z } from "zod";
import type { Purpose } from "../core/index.ts";
import type { EffectAdapter } from "../durable/index.ts";
import { toSafeLine } from "../guard/index.ts";
import { toRefusal, toUnanswered } from "./outcome.ts";

export interface HttpAccount {
  /** How the other side is called, for a person. */
  name: string;
  /** JSON is posted here. */
  url: string;
  purpose: Purpose;
  /** The header of the idempotency key, and for how long the other side knows one again; null where it takes none. */
  key: { header: string; windowMs?: number } | null;
  /** Where an act of a key can be asked for: 404 says that there is none. Null where that cannot be. */
  lookup: ((key: string) => string) | null;
  /** The key counts only for asking: the other side would do the same act twice. */
  asksFirst?: boolean;
  settleMs?: number;
  actMs?: number;
}

const ANSWER_CHARS = 2_000;

/** Acts by posting JSON. What it can promise follows from the account: a key, a place to ask, or neither. */
export function createHttpAdapter(account: HttpAccount): EffectAdapter {
  const { name, url, purpose, key: keyed, lookup, asksFirst = false, settleMs, actMs } = account;
  const effectClass = keyed && !asksFirst ? "keyed" : lookup ? "queryable" : "neither";
  return {
    effectClass,
    ...(keyed?.windowMs === undefined ? {} : { keyWindowMs: keyed.windowMs }),
    ...(settleMs === undefined ? {} : { settleMs }),
    ...(actMs === undefined ? {} : { actMs }),
    async act({ arguments: body, key }, ctx) {
      try {
        const response = await ctx.net.for(purpose).fetch(url, {
          method: "POST",
          redirect: "manual",
          headers: { "content-type": "application/json", ...(keyed ? { [keyed.header]: key } : {}) },
          body: JSON.stringify(body),
          signal: ctx.signal,
        });
        const text = await response.text();
        return (
          toRefusal(response, name, toSafeLine(text).slice(0, 200)) ?? { outcome: "done", receipt: toReceipt(text) }
        );
      } catch (thrown) {
        return toUnanswered(thrown);
      }
    },
    ...(lookup
      ? {
          async query({ key }, ctx) {
            const response = await ctx.net.for(purpose).fetch(lookup(key), { redirect: "manual", signal: ctx.signal });
            const text = await response.text();
            if (response.status === 404) return null;
            if (!response.ok) throw new Error(`${name} answered ${response.status}`);
            return toReceipt(text);
          },
        }
      : {}),
  };
}

const json = z.json();

/** What the other side said, as far as it is kept. */
function toReceipt(text: string): unknown {
  if (text.length > ANSWER_CHARS) return { said: text.slice(0, ANSWER_CHARS) };
  try {
    return json.parse(JSON.parse(text)) ?? { said: "" };
  } catch {
    return { said: text };
  }
}
