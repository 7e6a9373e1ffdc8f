import { randomInt } from "node:crypto";
import { hashSecret, type Context } from "../../../core/index.ts";
import type { TelegramLog } from "../../../store/index.ts";

/** Nobody takes one of these for another. */
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const CODE = /^(?:\/start(?:@\w+)?\s+)?([A-HJ-NP-Z2-9]{8})$/iu;
const CODE_MS = 10 * 60_000;
/** Wrong ones, from whomever, that end a code: of 32^8 codes, somebody guesses with a chance of 1 in 200 billion. */
const MOST_MISSES = 5;

/** A new code with which one person lets themselves in, for ten minutes; one before it counts no more. */
export async function openCode(
  telegram: TelegramLog,
  account: string,
  ctx: Pick<Context, "clock">,
): Promise<{ code: string; expires: number }> {
  const code = Array.from({ length: 8 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join("");
  const expires = ctx.clock.now() + CODE_MS;
  await telegram.addCode(account, { hash: hashSecret(code), expires });
  return { code, expires };
}

/** Whether the text is the code that is open. What is of another form is no guess. */
export async function takeCode(
  telegram: TelegramLog,
  account: string,
  text: string,
  ctx: Pick<Context, "clock">,
): Promise<boolean> {
  const [, code] = CODE.exec(text.trim()) ?? [];
  if (code === undefined) return false;
  return telegram.takeCode(account, hashSecret(code.toUpperCase()), MOST_MISSES, ctx);
}
