import { fold } from "../../../files/index.ts";
import { CLASS_WORDS } from "./classWords.ts";
import { MARK, NOT, PHRASES, type Phrase, type Piece, type Said } from "./phrases.ts";
import type { MailRule, RuleAction, RuleCondition } from "./types.ts";

/** A class as the owner calls it. */
export interface NamedClass {
  name: string;
  title: string;
}

/** What was understood; or which words were not, and whether anything to do was found at all. */
export type RuleReading = { rule: MailRule } | { unknown: string[]; lacks: "action" | null };

/** Minutes in which an answer that goes out by itself can be taken back, where the rule names none. */
const DEFAULT_WINDOW = 10;

/**
 * Reads a rule of the owner, in English or German. Every word has to be understood: what is left over is given back, and nothing is
 * guessed. It is the owner's own sentence; no model reads it, and no mail ever comes here.
 */
export function readRule(text: string, classes: readonly NamedClass[]): RuleReading {
  const sentence = toSentence(text.slice(0, 500));
  const [named, ...others] = classPhrases(classes);
  const said: Said[] = named ? sentence.takeAll([named]) : [];
  said.push(
    ...sentence.takeAll(PHRASES.words),
    ...sentence.takeAll(PHRASES.open),
    ...sentence.takeAll(others),
    ...sentence.takeAll([SENDER_PHRASE]),
    ...sentence.takeAll(PHRASES.pieces),
  );
  said.push(...sentence.takeAll([NAME_PHRASE]));
  const pieces = said.flatMap((one) => ("piece" in one ? [one.piece] : []));
  const acts = [...said.flatMap((one) => ("acts" in one ? [one.acts] : [])), ...toActions(pieces)];
  const when = joinConditions(said.flatMap((one) => ("when" in one ? [one.when] : [])));
  const unknown = sentence.rest();
  const isLoose = pieces.length > 0 && toActions(pieces).length === 0;
  if (unknown.length > 0 || acts.length === 0 || isLoose)
    return { unknown, lacks: acts.length === 0 || isLoose ? "action" : null };
  return { rule: { when, acts } };
}

function toActions(pieces: readonly Piece[]): RuleAction[] {
  const has = (type: Piece["type"]): boolean => pieces.some((one) => one.type === type);
  const span = pieces.flatMap((one) => (one.type === "span" ? [one.minutes] : []))[0];
  const actions: RuleAction[] = [];
  if (has("never")) return has("answer") || has("send") ? [{ type: "neverAnswer" }] : [];
  if (has("remind")) {
    const days = Math.round((span ?? 3 * DAY) / DAY);
    if (days >= 1 && days <= 365) actions.push({ type: "followUp", days });
  }
  const isSpanFree = !has("remind") && span !== undefined;
  if (has("draft")) actions.push({ type: "draft" });
  else if (has("send") || (has("answer") && (has("auto") || has("now") || isSpanFree))) {
    const afterMinutes = isSpanFree ? span : has("now") ? 0 : DEFAULT_WINDOW;
    if (afterMinutes <= 7 * DAY) actions.push({ type: "send", afterMinutes });
  } else if (has("answer")) actions.push({ type: "draft" }); // the careful reading; it is shown before it counts
  return actions;
}

const DAY = 24 * 60;

/** "invoices or reminders", "from A or B": one condition with several values. */
function joinConditions(all: readonly RuleCondition[]): RuleCondition[] {
  const joined: RuleCondition[] = [];
  for (const one of all) {
    const like = joined.find((other) => other.type === one.type && isSameWay(other, one));
    if (like?.type === "class" && one.type === "class") like.classes = [...new Set([...like.classes, ...one.classes])];
    else if (like?.type === "sender" && one.type === "sender")
      like.senders = [...new Set([...like.senders, ...one.senders])];
    else joined.push(structuredClone(one));
  }
  return joined;
}

const isSameWay = (a: RuleCondition, b: RuleCondition): boolean =>
  (a.type === "class" && b.type === "class" && a.isNot === b.isNot) ||
  (a.type === "sender" && b.type === "sender" && a.isNot === b.isNot);

function classPhrases(classes: readonly NamedClass[]): Phrase[] {
  const byTitle = new Map(classes.map(({ name, title }) => [fold(title), name]));
  const named: Phrase = {
    form: `${NOT}(?:of |in )?(?:the |der |dem )?(?:class(?:es)?|klassen?) (${MARK}\\d+(?:\\s*(?:,|or|oder|and|und)\\s*${MARK}\\d+)*)`,
    say(match, { quoted }) {
      const found = quoted(2).map((title) => byTitle.get(fold(title)) ?? null);
      if (!found.every((name) => name !== null)) return null;
      return { when: { type: "class", classes: found, isNot: match.groups?.["not"] !== undefined } };
    },
  };
  const known = new Set(classes.map(({ name }) => name));
  const own = classes.map(({ name, title }) => ({
    name,
    words: [title, name].map((word) => escape(fold(word))).join("|"),
  }));
  const usual = CLASS_WORDS.filter(([name]) => known.has(name)).map(([name, words]) => ({ name, words }));
  const others = [...own, ...usual].map(({ name, words }): Phrase => ({
    form: `${NOT}(?:${words})`,
    say: (match) => ({ when: { type: "class", classes: [name], isNot: match.groups?.["not"] !== undefined } }),
  }));
  return [named, ...others];
}

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");

const FROM = "(?:(?:that|which|die) )?(?:(?:comes?|kommen|kommt|sent|are|sind) )?(?:from|von|vom|by)";
const AT =
  "(?:(?:the|der|dem|den|sender|absender|address|adresse|domain|domaene|anyone at|somebody at|jemandem bei|allen bei|everyone at|all of) )*";

/** Addresses, domains, and names in quotation marks. */
const SENDER_PHRASE: Phrase = {
  form: `${NOT}(?:${FROM} ${AT})?((?:[\\p{L}\\d._%+-]*@)?[\\p{L}\\d-]+(?:\\.[\\p{L}\\d-]+)*\\.[\\p{L}]{2,}|(?<=(?:from|von|or|oder) )${MARK}\\d+)`,
  say(match, { text, quoted }) {
    const [name] = quoted(2);
    const sender = name ?? text(2).toLowerCase();
    const isDomain = name === undefined && !/.@/.test(sender);
    return toSender(isDomain ? `@${sender.replace(/^@/, "")}` : sender, match);
  },
};

/** A name that is not quoted, last: "from Anna Berger". Only capitals tell where it ends, so it is looked for in what was written. */
const NAME_PHRASE: Phrase = {
  asWritten: true,
  form: "(?:[Ff]rom|[Vv]on) (?:Frau |Herrn? |Mr\\.? |Mrs\\.? |Ms\\.? )?(\\p{Lu}[\\p{L}.-]+(?: (?:&|\\p{Lu}[\\p{L}.-]*)){0,3})",
  say: (match, { text }) => toSender(text(1), match),
};

const toSender = (sender: string, match: RegExpExecArray): Said => ({
  when: { type: "sender", senders: [sender], isNot: match.groups?.["not"] !== undefined },
});

/** Words that say nothing by themselves. */
const FILLERS = new Set(
  `wenn falls if when whenever where mail mails email emails e nachricht nachrichten message messages letter letters post
  brief briefe von vom from by of und and oder or auch also as als bitte please all alle allen aller alles every each jede jeden jeder jedes
  any everything the der die das den dem des a an ein eine einen einem einer to for zu zum zur fuer in into im with mit that which
  is are ist sind it they them these those sie es ihnen dann then immer always should sollen soll werden wird be shall you du my meine
  meinen mein me mir mich i ich move put file lege verschiebe sortiere markiere mark label get kommen kommt come comes arrive arrives received
  eingehende incoming kunden kundinnen customer customers neue new so on auf an there our unsere unseren up ab but only nur`.split(
    /\s+/,
  ),
);

interface Sentence {
  takeAll(phrases: readonly Phrase[]): Said[];
  /** Words that nobody took, as they were written. */
  rest(): string[];
}

const TAKEN = "\u0002";
const blank = (text: string, start: number, end: number): string =>
  text.slice(0, start) + TAKEN.repeat(end - start) + text.slice(end);

function toSentence(text: string): Sentence {
  const quotes: string[] = [];
  const marked = text
    .normalize("NFKC")
    .replaceAll(/\p{Cc}+/gu, " ")
    .replaceAll(
      /["“”„«»]([^"“”„«»]{1,100})["“”„«»]|(?<![\p{L}\d])['‘‚]([^'‘’‚]{1,100})['’](?![\p{L}\d])/gu,
      (_all, a?: string, b?: string) => {
        quotes.push((a ?? b ?? "").trim());
        return `${MARK}${quotes.length - 1}`;
      },
    )
    .replaceAll(/\s+/g, " ")
    .trim();
  // Folding makes some letters two: where each came from is kept.
  const origin: number[] = [];
  let folded = "";
  let at = 0;
  for (const char of marked) {
    const piece = char === MARK ? char : fold(char);
    folded += piece;
    for (let count = 0; count < piece.length; count += 1) origin.push(at);
    at += char.length;
  }
  origin.push(marked.length);
  const written = (start: number, end: number): string => marked.slice(origin[start], origin[end]);
  const quoted = (part: string): string[] =>
    [...part.matchAll(new RegExp(`${MARK}(\\d+)`, "g"))].map((found) => quotes[Number(found[1])] ?? "");

  /** What is left of it as it was written, place by place. */
  let live = marked;
  function take({ form, say, asWritten }: Phrase): Said[] {
    const pattern = new RegExp(`(?<![\\p{L}\\d_@.])(?:${form})(?![\\p{L}\\d_@])`, "dgu");
    const found: Said[] = [];
    for (const match of (asWritten === true ? live : folded).matchAll(pattern)) {
      const placeOf = (group: number): [number, number] => {
        const [from, to] = match.indices?.[group] ?? [0, 0];
        return asWritten === true ? [from, to] : [origin[from] ?? 0, origin[to] ?? 0];
      };
      const said = say(match, {
        text: (group) => marked.slice(...placeOf(group)),
        quoted: (group) => quoted(match[group] ?? ""),
      });
      if (said === null) continue;
      found.push(said);
      const [start, end] = placeOf(0);
      live = blank(live, start, end);
      const [first, last] = [start, end].map((place) => origin.findIndex((from) => from >= place));
      folded = blank(folded, first ?? 0, last ?? 0);
    }
    return found;
  }

  return {
    takeAll: (phrases) => phrases.flatMap(take),
    rest: () =>
      [...folded.matchAll(new RegExp(`[\\p{L}\\d@._%+€$£'${MARK}-]+`, "gu"))].flatMap((found) => {
        const word = found[0].replaceAll(/^[._'-]+|[._'-]+$/g, "");
        if (word === "" || FILLERS.has(word) || word.includes(TAKEN)) return [];
        const [name] = quoted(word);
        return [
          name === undefined
            ? written(found.index, found.index + found[0].length).replaceAll(/^[.'-]+|[.'-]+$/g, "")
            : `"${name}"`,
        ];
      }),
  };
}
