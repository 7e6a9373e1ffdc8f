import type { Context } from "../../core/index.ts";
import type { Engine, Message } from "../engine/types.ts";

/** A text of many plain lines, one of which holds a number that nothing else tells. */
export interface Filler {
  text: string;
  /** Of the whole prompt, as the engine counts it. */
  promptTokens: number;
}

/** What is hidden, and where: near the beginning, since that is what a prompt loses first when it is cut in silence. */
export const NEEDLE = { line: 9, number: 48_213, text: "Note: the key of the blue box has the number 48213." } as const;

const GOODS = ["chairs", "lamps", "tables", "shelves", "boxes", "ropes", "carpets"];
const TOWNS = ["Oslo", "Bremen", "Graz", "Leeds", "Turin", "Basel", "Ghent"];

/** Line number `at`; lines differ, so that none can be told from its neighbours alone. */
function toLine(at: number): string {
  if (at === NEEDLE.line) return NEEDLE.text;
  const [goods, town] = [GOODS[at % GOODS.length], TOWNS[(at * 3) % TOWNS.length]];
  return `${at}. On day ${(at * 7) % 365} the store in ${town} sold ${(at * 13) % 97} ${goods}.`;
}

const toText = (lines: number): string => Array.from({ length: lines }, (_, at) => toLine(at)).join("\n");

const LEAST_LINES = NEEDLE.line + 3;

/**
 * The longest filler whose prompt has at most `most` tokens; null when not even a few lines fit. Longer ones begin with
 * the shorter ones, so that what was read of one is known in the next. Counts a few times, since an engine may only
 * estimate.
 */
export async function fillTo(
  most: number,
  toMessages: (filler: string) => Message[],
  engine: Engine,
  ctx: Context,
): Promise<Filler | null> {
  const count = (lines: number): Promise<number> => engine.count(toMessages(toText(lines)), ctx);
  const [few, more] = [await count(LEAST_LINES), await count(LEAST_LINES + 32)];
  if (few > most) return null;
  const perLine = Math.max(1, (more - few) / 32);
  let lines = LEAST_LINES + Math.floor((most - few) / perLine);
  let promptTokens = await count(lines);
  while (promptTokens > most && lines > LEAST_LINES) {
    lines = Math.max(LEAST_LINES, lines - Math.ceil((promptTokens - most) / perLine));
    promptTokens = await count(lines);
  }
  return { text: toText(lines), promptTokens };
}
