import { findDates, fold, sentences } from "../../../files/index.ts";
import { piecesOf, toTokens, type Token } from "../knowledge/terms.ts";
import { isChatter } from "./chatter.ts";
import { monthsOf } from "./months.ts";
import { isAmount, isCountable, NUMBER_WORDS, periodOf, spaced, type Period } from "./quantities.ts";
import { isOfWant, toWant, type Want } from "./wants.ts";

/** A word of a question that what answers it must hold. */
export interface AskWord extends Token {
  /** A size, a model, a number of something: nothing else is near enough. */
  isExact: boolean;
  /** Names a thing, as far as its form tells. */
  isNoun: boolean;
}

/** One thing that a mail asks for. */
export interface Ask {
  /** As it stands in the mail. */
  text: string;
  language: "de" | "en";
  want: Want;
  words: AskWord[];
  /** It speaks of something named before ("what does it cost"). */
  refersBack: boolean;
  /** Words of the question before it, and of the last sentence before it that is none. */
  before: { asked: AskWord[]; told: AskWord[] };
  /** How many are wanted; null: nothing is said. */
  quantity: number | null;
  /** The stretch of time that a price is asked for; null: nothing is said. */
  period: Period | null;
  /** Months that it speaks of, by name or in a date; 0: January. */
  months: ReadonlySet<number>;
  /** How far away the writer says that a place is; null: nothing is said. */
  kilometres: number | null;
  /** Of "how many places": the places. */
  counted: AskWord | null;
}

const GREETING =
  /^\s*(?:(?:hallo|hi|hey|hello|moin|servus|guten (?:tag|morgen|abend)|good (?:morning|afternoon|evening)|morning|sehr geehrte[rs]?|liebe[rs]?|dear)(?![\p{L}])[^,.!?\n:]{0,60}[,.!:\n]\s*)+/iu;
const SIGN_OFF =
  /\n\s*(?:mit (?:freundlichen|besten|herzlichen) gr|viele gr|liebe gr|beste gr|herzliche gr|freundliche gr|schöne gr|gr(?:uß|üße)|lg\b|mfg\b|vg\b|danke?(?:,| und|\s*$)|vielen dank(?:,|\s*$)|thanks|thank you|many thanks|cheers|(?:kind|best|warm) (?:regards|wishes)|regards|best wishes|yours|sincerely)[\s\S]*$/iu;
const CLAUSE_START =
  "(?:was|wie|wann|wo|woher|wer|welche[rsmn]?|ab w\\p{L}+|bis w\\p{L}+|um wie|in welche\\p{L}*|gibt|ist|sind|haben|habt|kostet|kosten|kann|können|könnten?|darf|dürfen|muss|müssen|wird|werden|bieten|liefern|verschicken|versenden|nehmen|what|how|when|where|which|who|is|are|do|does|can|could|will|would|should|has|have|by when|until when|from what|from when|at what)";
/** "… und braucht man": any verb before who does it. */
const VERB_FIRST = "\\p{Ll}{3,} (?:sie|man|ich|wir|ihr|du|es|er|you|i|we|they|it|there)(?![\\p{L}])";
const SPLIT = new RegExp(
  `,?\\s+(?:und|sowie|and|bzw\\.?|beziehungsweise|or|oder)\\s+(?:wenn ja,? )?(?=${CLAUSE_START}(?![\\p{L}])|${VERB_FIRST})|,\\s+(?=(?:was|wie|wann|wo|welche[rsmn]?|ab w\\p{L}+|bis w\\p{L}+|what|how|when|where|which)(?![\\p{L}]))`,
  "giu",
);
const REQUEST =
  /(?:bitte|please)\b.*\b(?:mitteilen|teilen sie|sagen|schicken|senden|nennen|let me know|tell me|send|confirm)|(?:wüsste|möchte|würde) (?:ich )?(?:gerne? )?(?:wissen|erfahren)|(?:would|'d) like to know|(?:was|am) wondering|let me know|ich (?:bräuchte|benötige|brauche) (?:ein angebot|den preis)/iu;
/** "sie" in small letters is what was spoken of, "Sie" who is written to. */
const BACK =
  /(?<![\p{L}])(?:davon|dafür|dazu|damit|dorthin|dort|er|ihn|ihm|sie(?!\p{L})|einer|eines|welche davon|den(?= und| wie|\?|$)|it|they|them|one(?= cost)|that (?:price|one)|those|dieser|dieses|diesen)(?![\p{L}])/u;
const BACK_ARTICLE =
  /(?:kostet|kosten|gilt|gelten|sind|ist|geht|dauert) (?:das|die|der|den|dies)(?= (?:\p{Ll}|pro |zusammen)|\s*[?,.]|$)|does (?:that|this|it)|is (?:that|this|it)(?! (?:possible|ok))/u;

/** What a mail asks, in order. Only what the writer wrote now, without greeting and ending. */
export function readAsks(text: string, subject: string, language: "de" | "en"): Ask[] {
  const body = withoutFrame(text);
  const asks: Ask[] = [];
  let toldPrice = false;
  let toldPeriod: Period | null = null;
  let told: AskWord[] = toWords(subject.replace(/^(?:(?:re|aw|fwd?|wg):\s*)+/i, ""), language, true);
  for (const { text: sentence } of sentences(body)) {
    const isQuestion = sentence.trimEnd().endsWith("?") || REQUEST.test(sentence);
    if (!isQuestion) {
      const words = toWords(sentence, language, true);
      if (words.length > 0) told = words;
      toldPeriod = periodOf(sentence) ?? toldPeriod;
      toldPrice = words.length > 0 ? AMOUNT.test(sentence) : toldPrice || AMOUNT.test(sentence);
      continue;
    }
    for (const clause of toClauses(sentence)) {
      const previous = asks.at(-1);
      const refersBack = BACK.test(clause) || BACK_ARTICLE.test(clause);
      const want = toldPrice && isBare(clause) ? "price" : toWant(clause);
      const words = toWords(clause, language, false).filter(({ folded }) => !isOfWant(want, folded));
      const leans = refersBack || words.length === 0;
      const before = leans ? (previous?.quantity ?? null) : null;
      asks.push({
        text: clause.replace(/[?.,;\s]+$/, ""),
        language,
        want,
        words,
        refersBack,
        before: { asked: previous ? askedBy(previous) : [], told },
        quantity:
          readQuantity(clause) ?? before ?? (BACK_OR_WHOLE.test(clause) ? quantityBefore(body, sentence) : null),
        period: periodOf(clause.replaceAll(AGED, "")) ?? (leans ? (previous?.period ?? toldPeriod) : null),
        months: monthsAsked(clause),
        kilometres: toKilometres(clause) ?? (leans ? (previous?.kilometres ?? null) : null),
        counted: COUNTED.test(clause) ? (words.find((word) => !word.isExact) ?? null) : null,
      });
    }
  }
  return asks;
}

/** What asks for the kind of answer, and names nothing. */
const HOW =
  /(?<![\p{L}])(?:wie (?:lange|oft|schnell|weit|viele?|hoch|teuer|groß|alt)|how (?:long|often|quickly|fast|soon|far|many|much|high|expensive|large|big|old))(?![\p{L}])/giu;
/** "in your shop": where else. */
const OWN_PLACE = /(?<![\p{L}])(?:in|at|bei|von|from) (?:your|ihre[rmn]?|eure[rmn]?) \p{L}+/giu;
const AMOUNT = /(?:€|£|\$) ?\d|\d ?(?:€|£|\$|EUR\b|Euro\b)/iu;
/** "Is that right?": of what was told. */
const isBare = (clause: string): boolean =>
  toWant(clause) === "fact" && toTokens(clause).every(({ folded }) => isChatter(folded));

/** A condition belongs to the question behind it. */
function toClauses(sentence: string): string[] {
  const clauses: string[] = [];
  let condition = "";
  for (const part of sentence.split(SPLIT).map((piece) => piece.trim())) {
    if (!/\p{L}{2}/u.test(part)) continue;
    if (/^(?:if|wenn|falls|sofern)\b/iu.test(part) && !part.endsWith("?")) condition = `${part}, `;
    else {
      clauses.push(condition + part);
      condition = "";
    }
  }
  return clauses;
}

/** What a question is about: its own words, or where it has none those that it refers to. */
const askedBy = ({ words, refersBack, before }: Ask): AskWord[] =>
  words.length === 0 || refersBack ? [...words, ...before.asked] : words;

const toKilometres = (clause: string): number | null => {
  const found = /(\d+(?:[.,]\d)?) ?(?:km|kilomet)/iu.exec(clause)?.[1];
  return found === undefined ? null : Number(found.replace(",", "."));
};
const COUNTED = /(?<![\p{L}])(?:wie viele|how many)(?![\p{L}])/iu;
const BACK_OR_WHOLE = /davon|zusammen|insgesamt|\bdie\b|altogether|in total|together|they|that/u;

/** How many the sentences before speak of: "we need 40. What do they cost?" */
function quantityBefore(body: string, sentence: string): number | null {
  const before = sentences(body.slice(0, Math.max(0, body.indexOf(sentence))));
  for (const { text } of before.toReversed()) {
    const found = readQuantity(text);
    if (found !== null) return found;
  }
  return null;
}

function withoutFrame(text: string): string {
  let body = `\n${text.trim()}`.replace(SIGN_OFF, "").trim();
  body = body.replace(GREETING, "");
  return body.replaceAll(/(?<!\n)\n(?!\n)/g, " ");
}

/** The words of a text that matter. In what was merely told, the first word of a sentence may be a name. */
function toWords(text: string, language: "de" | "en", isTold: boolean): AskWord[] {
  const plain = withoutValues(text);
  const tokens = toTokens(plain);
  return tokens.flatMap((token, at): AskWord[] => {
    if (/\d/.test(token.text)) {
      const role = isAmount(token.text) ? numberRole(tokens, at) : "exact";
      return role === "exact" ? [{ ...token, isExact: true, isNoun: false }] : [];
    }
    if (isModel(tokens, at)) return [{ ...token, isExact: true, isNoun: true }];
    if (
      (isChatter(token.folded) && !token.isJoined) ||
      token.folded === "x" ||
      (at > 0 && IS_MEASURE.test(token.folded)) ||
      NUMBER_WORDS.has(token.folded)
    )
      return [];
    if (IS_PERIOD.test(token.folded) && !isContent(plain, token, tokens[at + 1])) return []; // `period` has it
    const isFirst = at === 0;
    const isUpper = /^\p{Lu}/u.test(token.text);
    const isNoun =
      isAttribute(plain, tokens, at, language) ||
      (language === "de"
        ? isUpper && (!isFirst || isTold)
        : isUpper || !/(?:ed|ing|ly|able|ible|ful|ive|ous|ic|al)$/.test(token.folded));
    return [{ ...token, isExact: false, isNoun }];
  });
}

/** "Nordo 12", "60 cm", "2 l": what it is; "12 chairs": how many. */
function numberRole(tokens: readonly Token[], at: number): "exact" | "count" {
  const next = tokens[at + 1];
  const before = tokens[at - 1];
  if (next?.folded === "x" || before?.folded === "x") return "exact";
  const gap = next && tokens[at] ? next.start - tokens[at].end : Infinity;
  if (next && gap <= 2 && isCountable(next.folded)) return "count";
  if (next && gap <= 2 && IS_MEASURE.test(next.folded)) return "exact";
  if (next && /^(?:jahre?n?|years?)$/.test(next.folded)) return "exact";
  if (before && /^\p{Lu}/u.test(before.text) && !isChatter(before.folded)) return "exact";
  if (before && /^(?:nr|nummer|number|no|order|bestellung|auftrag|rechnung|invoice|repair)$/.test(before.folded))
    return "exact";
  return next && /\p{L}/u.test(next.text) ? "count" : "exact";
}

/** Amounts, dates, times and addresses in a question are what its writer believes, and nothing that an answer must hold. */
function withoutValues(text: string): string {
  const blank = (match: string): string => " ".repeat(match.length);
  let plain = spaced(text)
    .replaceAll(OWN_PLACE, blank)
    .replaceAll(HOW, blank)
    .replaceAll(AGED, (match, age: string) =>
      (NUMBER_WORDS.get(fold(age)) ?? Number(age)) < ADULT ? ` ${CHILD} ` : blank(match),
    )
    .replaceAll(/https?:\/\/\S+|[\w.+-]+@[\w-]+\.[\w.]+/g, blank)
    .replaceAll(/(?:€|£|\$|EUR|CHF) ?\d[\d.,]*|\d[\d.,]* ?(?:€|£|\$|EUR\b|Euro\b|CHF\b|%|Prozent\b)(?:-)?/giu, blank)
    .replaceAll(/(?<!\d)\d{1,2}[:.]\d{2} ?(?:uhr|am|pm)?(?![\d.])|(?<!\d)\d{1,2} ?(?:uhr|am|pm)\b/giu, blank)
    .replaceAll(/(\d)-(?=\p{L})/gu, "$1 ")
    .replaceAll(MEASURED, "$1 $2 ");
  for (const { start, end } of findDates(plain, { today: "2000-01-01" }))
    plain = plain.slice(0, start) + " ".repeat(end - start) + plain.slice(end);
  return plain;
}

const AGED =
  /(?<![\p{L}\d])(\d{1,2}|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|two|three|four|five|six|seven|eight|nine|ten)[- ]?(?:jährige[rsmn]?|years?[ -]olds?|jahre alt|jahre\)|years\))(?!\p{L})/giu;
const ADULT = 16;
/** A word of either language that means a child. */
const CHILD = "Kids";
const MEASURE =
  "minuten|minutes|mins?|cm|mm|m|km|l|ml|kg|g|gsm|w|kw|liter|litres?|liters?|watt|zoll|inch|zentimeter|meter|metres?|kilo|gramm";
/** "2 Liter-Topf": the measure is a word of its own. */
const MEASURED = new RegExp(`(\\d) ?(${MEASURE})-(?=\\p{L})`, "giu");
const monthsAsked = (text: string): Set<number> =>
  monthsOf(text).union(
    new Set(
      findDates(text, { today: "2000-01-01" }).flatMap(({ iso, text: said }) =>
        /\d/.test(said) ? [Number(iso.slice(5, 7)) - 1] : [],
      ),
    ),
  );

/** "große Inspektion", "individual lessons": which one of several. */
function isAttribute(text: string, tokens: readonly Token[], at: number, language: "de" | "en"): boolean {
  const [token, next] = [tokens[at], tokens[at + 1]];
  if (!token || !next || text.slice(token.end, next.start) !== " " || isChatter(next.folded)) return false;
  return language === "de"
    ? /^\p{Ll}.*(?:e|en|er|es|em)$/u.test(token.text) && /^\p{Lu}/u.test(next.text)
    : /(?:al|ic|ive|ous|ful|able|ed)$/.test(token.folded);
}
/** "Nordo 12 Pro": what stands behind the number tells models apart. */
const isModel = (tokens: readonly Token[], at: number): boolean => {
  const before = tokens[at - 1];
  const token = tokens[at];
  return (
    before !== undefined &&
    token !== undefined &&
    token.start - before.end === 1 &&
    numberRole(tokens, at - 1) === "exact" &&
    /^\d|^\p{Lu}{1,3}\d/u.test(before.text) &&
    /^(?:Pro|Plus|Max|Mini|Ultra|Lite|Air|XL|XXL|S|SE|FE|GT|RS)$/u.test(token.text)
  );
};
/** "Night tour": the next word goes with it. */
const isContent = (text: string, { end }: Token, next: Token | undefined): boolean =>
  next !== undefined && text.slice(end, next.start) === " " && !isChatter(next.folded) && !IS_PERIOD.test(next.folded);
const IS_PERIOD =
  /^(?:stunden?|hours?|naechten?|nacht|nights?|tage?n?|wochenenden?|weekends?|ganzer|ganzen|ganze|ganztags|whole|entire|full-day)$/;
const IS_MEASURE = new RegExp(`^(?:${MEASURE})$`);

function readQuantity(clause: string): number | null {
  const plain = withoutValues(clause);
  const tokens = toTokens(plain);
  const counts = tokens.flatMap((token, at): number[] => {
    const isName = at > 0 && /^\p{Lu}/u.test(token.text); // "Tour Drei Seen"
    const word = isName ? undefined : NUMBER_WORDS.get(token.folded);
    if (word !== undefined) return [word];
    const isCount = isAmount(token.text) && /^\d{1,6}$/.test(token.text) && numberRole(tokens, at) === "count";
    return isCount ? [Number(token.text)] : [];
  });
  // "Two boats for three hours": what is to be multiplied by what, code does not decide.
  return new Set(counts).size === 1 ? (counts[0] ?? null) : null;
}

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map((day) => `+${day}`);
/** What is looked for by its kind, whatever words stand around it. */
const QUERY_BY_WANT: Partial<Record<Want, readonly string[]>> = {
  hours: [
    "=openinghours",
    "=open",
    "=closed",
    "uhr",
    ...DAYS,
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "mon",
    "tue",
    "sat",
  ],
  phone: ["+telephone"],
  mail: ["+email"],
  address: ["+address"],
};

/** Keys to look for: those of the words, and of what is referred to. */
export function toQuery(ask: Ask): string[] {
  const kind = QUERY_BY_WANT[ask.want] ?? [];
  const words = [...ask.words, ...ask.before.asked, ...ask.before.told];
  return [
    ...new Set([
      ...kind,
      ...words.flatMap((word) => [...word.keys, ...word.parts.flat(), word.folded, ...piecesOf(word)]),
    ]),
  ];
}
