import { parseNumber } from "../../../files/index.ts";
import type { RuleAction, RuleCondition } from "./types.ts";

/** A part of what is to be done; `toActions` (in `read.ts`) puts them together, since verbs stand apart in both languages. */
export type Piece =
  | { type: "answer" | "send" | "auto" | "now" | "draft" | "never" | "remind" | "noAnswer" }
  | { type: "span"; minutes: number };

/** What one phrase of a rule says. */
export type Said = { when: RuleCondition } | { acts: RuleAction } | { piece: Piece };

export interface Read {
  /** A group as it was written. */
  text(group: number): string;
  /** The quoted words of a group. */
  quoted(group: number): string[];
}

/** `form` is looked for in the folded rule, in which quoted words stand as a mark and a number. */
export interface Phrase {
  form: string;
  say(match: RegExpExecArray, read: Read): Said | null;
  /** It is looked for in the rule as it was written. */
  asWritten?: true;
}

/** Takes the place of the opening quotation mark. */
export const MARK = "\u0001";
const Q = `${MARK}\\d+`;
const QS = `(${Q}(?:\\s*(?:,|or|oder|and|und)\\s*${Q})*)`;
/** "nicht ", "ausser " right before a condition. */
export const NOT =
  "(?<not>(?:not|nicht|kein\\w*|no|ausser|except(?: for| those)?|but not|other than|apart from|all but|alle ausser) )?";
const COUNT: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  ein: 1,
  einem: 1,
  einen: 1,
  einer: 1,
  eine: 1,
  zwei: 2,
  two: 2,
  drei: 3,
  three: 3,
  vier: 4,
  four: 4,
  fuenf: 5,
  five: 5,
  sechs: 6,
  six: 6,
  sieben: 7,
  seven: 7,
  zehn: 10,
  ten: 10,
  vierzehn: 14,
  fourteen: 14,
};
const COUNTS = `\\d+|${Object.keys(COUNT).join("|")}`;
const CURRENCIES = "€|\\$|£|eur(?:os?)?|usd|dollars?|gbp|pounds|chf|franken";

const contains =
  (where: "subject" | "text" | "either") =>
  (_match: RegExpExecArray, { quoted }: Read): Said => ({
    when: { type: "contains", where, words: quoted(1) },
  });
const acts = (action: RuleAction) => (): Said => ({ acts: action });
const piece = (type: Exclude<Piece["type"], "span">) => (): Said => ({ piece: { type } });

/** Conditions about words, and actions with a folder of a free name: before anything else can take a word of them. */
const WORDS: readonly Phrase[] = [
  {
    form: `(?:with |whose |mit |deren |dessen )?(?:the |dem |den )?(?:subject|betreff)(?: line| zeile)? (?:that )?(?:contain(?:s|ing)?|includes?|has|says|mentions?|enthaelt|enthalten|lautet|is) (?:the words? )?${QS}(?: enthaelt)?`,
    say: contains("subject"),
  },
  {
    form: `(?:(?:mit|with|having|containing|that have|die) )?(?:den woertern |dem wort |the words? )?${QS} (?:im betreff|in the subject|in its subject)(?: line|zeile)?(?: steht| enthalten| haben| stands?| occurs?)?`,
    say: contains("subject"),
  },
  {
    form: `(?:whose |with |deren |mit )?(?:the |dem )?(?:text|body|inhalt) (?:contain(?:s|ing)?|includes?|mentions?|enthaelt) (?:the words? )?${QS}`,
    say: contains("text"),
  },
  {
    form: `(?:in denen |wenn |where |in which )${QS} (?:vorkommt|vorkommen|steht|stehen|enthalten ist|occurs?|appears?)`,
    say: contains("either"),
  },
  {
    form: `(?:that |which |die |wenn |if |when )?(?:it |they |sie |es )?(?:contain(?:s|ing)?|includ(?:es?|ing)|mention(?:s|ing)?|with the words?|about|enthaelt|enthalten|erwaehn(?:t|en)|mit dem wort|mit den woertern|zum thema) ${QS}(?: enthalten| vorkommt| vorkommen| steht)?`,
    say: contains("either"),
  },
  { form: `die ${QS} enthalten`, say: contains("either") },
  {
    form: `(?:(?:move|file|put|label|tag|sort|verschieb\\w*|lege?n?|sortier\\w*|markier\\w*|kennzeichne\\w*) )?(?:(?:them|it|sie|diese|alles|everything) )?(?:away |ab )?(?:to|into|in|under|as|with|nach|unter|als|mit) (?:(?:the|a|den|dem|das|die) )?(?:(?:folder|label|tag|ordner|etikett|schlagwort) )?(${Q})(?: folder)?(?: (?:ab|verschieben|ablegen|legen|einsortieren|sortieren|markieren))?`,
    say: (_match, { quoted }) => toMove(quoted(1)[0]),
  },
  {
    form: `(?:to|into|in|under|nach|unter) (?:(?:the|den|dem) )?(?:folder|ordner) ([\\p{L}\\d_/-]+)(?: (?:ab|verschieben|ablegen|legen|einsortieren|sortieren))?`,
    say: (_match, { text }) => toMove(text(1)),
  },
];

const OPEN: readonly Phrase[] = [
  {
    form: "(?:(?:that |which |die |wenn sie |with |mit )?(?:have |has |haben |hat )?)?(without|ohne|with|mit|no|kein\\w*|an|any|a|einen|einem|einer)? ?(?:an |any |a |einen |einem |einer |den |jede[mn] )?(?:attachments?|anhang|anhaenge[n]?|anlagen?)(?: haben| hat)?",
    say: (match) => ({ when: { type: "attachment", isNot: /^(?:without|ohne|no|kein)/.test(match[1] ?? "") } }),
  },
  {
    form: `(?:with |mit )?(?:an? |einem )?(?:(?:amounts?|sums?|betr[a]e?g(?:e|en)?|summen?) )?(?:of |worth )?(over|above|more than|exceeding|ueber|mehr als|under|below|less than|unter|weniger als) (€|\\$|£)?\\s?(\\d[\\d.,']*\\d|\\d)\\s?(${CURRENCIES})?`,
    say: readAmount,
  },
  {
    form: "(?:(?:written )?(?:in|auf) (german|deutsch|english|englisch)|(german|deutsch|english|englisch)(?:sprachig)?e?[nrms]?(?= \\p{L}))",
    say: (match) => ({
      when: { type: "language", language: /^(?:ger|deu)/.test(match[1] ?? match[2] ?? "") ? "de" : "en" },
    }),
  },
  {
    form: "(?:(?:from|of|by|von) )?(?:(?:people|persons?|someone|somebody|anyone|anybody|senders?|leuten?|personen|menschen|absendern?|jemandem|denen),? (?:(?:who(?:m)?|that|die|der|den) )?(?:i (?:already )?(do not |don'?t |)know|ich (nicht |)(?:schon )?kenne)|(unknown|new|unfamiliar|unbekannte[nr]?|neue[nr]?|fremde[nr]?|known|familiar|bekannte[nr]?) (?:senders?|people|persons?|contacts?|absendern?|leuten?|personen|kontakten?)|(strangers?|unbekannten|fremden)|(?:my |meinen )?(?:contacts|kontakten))",
    say: (match) => ({ when: { type: "known", isNot: isStrange(match) } }),
  },
  {
    form: "(?:move |put |lege |verschiebe |schiebe )?(?:them |it |sie )?(?:ins|in das|to the|into the|in the) archive?(?: verschieben| legen| ablegen)?|archive|archivier\\w*|file(?: them| it)? away",
    say: acts({ type: "archive" }),
  },
  {
    form: "(?:(?:mark|markier\\w*|set|setze?) )?(?:(?:them|it|sie) )?(?:as |als |auf )(?:done|erledigt|read|gelesen)(?: markieren| setzen)?|(?:sind|are|is) (?:done|erledigt)",
    say: acts({ type: "done" }),
  },
  {
    form: "(?:notify|tell|alert|ping|inform)(?: me| us)|(?:benachrichtige|melde|informiere|sage?|gib|verstaendige)(?: (?:mir|mich|uns|sie|es))*(?: (?:sofort|gleich|darueber))*(?: bescheid)?|(?:mich |mir )(?:sofort )?(?:benachrichtigen|melden|informieren)",
    say: acts({ type: "notify" }),
  },
  {
    form: "(?:(?:mark|treat|markier\\w*|behandle|set) )?(?:(?:them|it|sie) )?(?:(?:are|is|as|sind|ist|als) )?(?:(?:always|immer|very|sehr) )*(unimportant|not important|not urgent|unwichtig|nicht wichtig|nebensaechlich|less important|weniger wichtig|important|urgent|wichtig|dringend|eilig|top priority)(?: (?:markieren|behandeln))?",
    say: (match) => ({ acts: { type: "importance", level: levelOf(match[1] ?? "") } }),
  },
];

/** What stands apart from what it belongs to. */
const PIECES: readonly Phrase[] = [
  {
    form: "(?:there is |if |wenn |when )?(?:no|without|keine|ohne|without an) (?:answer|reply|response|antwort|reaktion)(?: (?:comes?|came|kommt|kam|gekommen ist|da ist|arrives|has come))?|(?:nobody|no one|niemand) (?:answers|replies|answered|replied|has answered|antwortet|geantwortet hat|reagiert)",
    say: piece("noAnswer"),
  },
  {
    form: `(?:(?:after|in|within|for|nach|binnen|seit|von|of) )?(?:(?:an?|einer?) undo window of )?(${COUNTS}) (min\\w*|hours?|stunden?|days?|tage?n?|weeks?|wochen?)`,
    say: (match) => ({ piece: { type: "span", minutes: minutesOf(match[1] ?? "", match[2] ?? "") } }),
  },
  {
    form: "(?:draft|prepare|compose|entwirf|entwerfen?|bereite?|vorbereiten|write|schreibe?)(?: me)?(?: (?:an?|the|only|eine?n?|die|den|nur))*(?: (?:answers?|repl(?:y|ies)|antwort\\w*|entw[ue]rf\\w*|drafts?))?(?: vor)?|(?:eine |die |nur )*(?:entwurf|entwuerfe|antwortentwurf)(?: (?:schreiben|machen|erstellen))?",
    say: piece("draft"),
  },
  {
    form: "(?:send|sende|schicke?|verschicke|senden|schicken|abschicken)(?: (?:out|off|ab|raus|los))?(?: (?:the|an|a|die|eine|your))?(?: (?:answers?|repl(?:y|ies)|antwort\\w*))?",
    say: piece("send"),
  },
  {
    form: "(?:answer(?:ed|ing)?|reply|replies|respond|antwort\\w*|beantwort\\w*)(?: (?:to|auf|ihnen|them|it|sie|darauf))*",
    say: piece("answer"),
  },
  { form: "never|nie(?:mals)?|do not|don'?t|auf keinen fall|nicht|not", say: piece("never") },
  { form: "at once|immediately|straight away|right away|sofort|gleich|instantly", say: piece("now") },
  {
    form: "automatically|automatisch|by yourself|yourself|selbst(?:aendig)?|von selbst|by itself|on your own",
    say: piece("auto"),
  },
  {
    form: "(?:remind|erinner\\w*)(?: (?:me|mich|us|uns|daran))*(?: wieder)?|follow up|nachfassen|hake nach|bring (?:them|it) back",
    say: piece("remind"),
  },
];

function isStrange(match: RegExpExecArray): boolean {
  const [, notKnown = "", nicht = "", kind = "", stranger] = match;
  return notKnown !== "" || nicht !== "" || /^(?:unk|new|unf|unb|neu|fremd)/.test(kind) || stranger !== undefined;
}

const SIGNS: readonly (readonly [form: RegExp, currency: string])[] = [
  [/^(?:€|eur)/, "EUR"],
  [/^(?:\$|usd|dollar)/, "USD"],
  [/^(?:£|gbp|pound)/, "GBP"],
  [/^(?:chf|franken)/, "CHF"],
];

function readAmount(match: RegExpExecArray): Said | null {
  const [, than = "", before = "", digits = "", after = ""] = match;
  const sign = before === "" ? after : before;
  const limit = parseNumber(`${digits} €`);
  if (limit === null) return null;
  const currency = SIGNS.find(([form]) => form.test(sign))?.[1] ?? null;
  const isUnder = /^(?:under|below|less|unter|weniger)/.test(than);
  return { when: { type: "amount", than: isUnder ? "under" : "over", limit, currency } };
}

function minutesOf(count: string, unit: string): number {
  const many = COUNT[count] ?? Number(count);
  if (unit.startsWith("w")) return many * 7 * 24 * 60;
  if (/^[dt]/.test(unit)) return many * 24 * 60;
  return /^[hs]/.test(unit) ? many * 60 : many;
}

function levelOf(word: string): 0 | 1 | 3 {
  if (/^(?:un|not|nicht|neben)/.test(word)) return 0;
  return /^(?:less|weniger)/.test(word) ? 1 : 3;
}

const toMove = (folder: string | undefined): Said | null =>
  folder === undefined || folder.trim() === "" ? null : { acts: { type: "move", folder: folder.trim().slice(0, 100) } };

/** In the order in which they are looked for: what one has taken, none of the later ones sees. */
export const PHRASES = { words: WORDS, open: OPEN, pieces: PIECES } as const;
