import { createHash } from "node:crypto";
import type { NewButton } from "../../../store/index.ts";
import { cut, toOneLine } from "../compose/entry.ts";
import type { Composition, EntryAction } from "../types.ts";

/** Under one message; what is less urgent is released on the page. */
const MOST = 8;
/** Of the words on a button: https://core.telegram.org/bots/api#inlinekeyboardbutton */
const MOST_WORDS = 60;
/** What was proposed so long ago is looked at anew. */
const DAYS_MS = 3 * 86_400_000;

export interface Offered {
  /** By item: the number that its entry and its button bear. */
  numbers: ReadonlyMap<string, number>;
  rows: { text: string; data: string }[][];
  /** What each does, kept on this side; the same for the same briefing, so that sending it again after a crash is the same act. */
  buttons: NewButton[];
}

/** One button for what is proposed first of each urgent and important thing, bound by hash to exactly that. */
export function offerActions({ groups, at }: Composition, effect: string): Offered {
  const actions = [...groups.urgent, ...groups.important]
    .flatMap(({ action }) => (action ? [action] : []))
    .slice(0, MOST);
  return {
    numbers: new Map(actions.map(({ item }, index) => [item, index + 1])),
    rows: actions.map((action, index) => [
      { text: cut(`${index + 1}. ${toOneLine(action.title)}`, MOST_WORDS), data: nonceOf(effect, action) },
    ]),
    buttons: actions.map((action) => {
      const { item, action: name, kind, hash } = action;
      const does = { type: "item", item, action: name, kind, hash };
      return { nonce: nonceOf(effect, action), action: does, expires: at + DAYS_MS };
    }),
  };
}

const nonceOf = (effect: string, { item, hash }: EntryAction): string =>
  createHash("sha256").update(`${effect}/${item}/${hash}`).digest("base64url").slice(0, 24);
