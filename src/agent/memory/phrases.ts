import { sentences } from "../../files/index.ts";
import type { ProfileField, ProfilePatch } from "../../store/index.ts";
import { headOf } from "../plan/request/orders.ts";
import { readFact, toStatement } from "./facts.ts";
import { profileFieldOf, profileQuestion, readProfileStatement } from "./profileWords.ts";

/** What a person's own words want of the memory. */
export type Phrase =
  /** Statements to keep; a statement about the owner's profile is a patch. */
  | { type: "remember"; statements: (string | ProfilePatch)[] }
  /** "Remember to send the mail": a thing to do, which is no fact. */
  | { type: "todo" }
  /** `about` null: everything. */
  | { type: "show"; about: string | null }
  /** `sure`: the words name the memory, so that a file cannot be meant. */
  | { type: "forget"; about: string; sure: boolean }
  | { type: "forgetField"; field: ProfileField }
  | { type: "forgetAll" }
  | { type: "correct"; statement: string }
  /** "No, DE456" and "Forget that": about what the request before was about. */
  | { type: "correctLast"; value: string }
  | { type: "forgetLast" }
  | { type: "field"; field: ProfileField }
  /** A question that a remembered fact may answer. */
  | { type: "question"; text: string };

const CIVIL = String.raw`(?:(?:please|bitte|ok(?:ay)?|hey|hi|hello|hallo|kralle|so|also|and|und|now|jetzt|übrigens|by the way)[,:!]?\s+)*`;
const POLITE = String.raw`(?:(?:can|could|would|will) you (?:please )?|i(?: want|(?: would|['’]d) like) you to |(?:kannst|könntest) du (?:(?:dir|bitte|mal)\s+)*)?`;
const start = (pattern: string): RegExp => new RegExp(`^${CIVIL}${POLITE}(?:${pattern})`, "iu");

const LEAD = start("");

/** The words that open a fact to keep. What follows decides whether it is one. */
const REMEMBER = start(
  String.raw`(?:remember|memori[sz]e|keep in mind|bear in mind|make a (?:mental )?note|take note|(?:don['’]t|do not|never) forget|note for yourself)(?: this| the following)?` +
    String.raw`|for (?:the future|next time|future reference|your information)(?=[:,])` +
    String.raw`|(?:merke?|merken sie|notiere?|notieren sie|speichere?) (?:dir|sich)(?: (?:bitte|mal|doch|auch|gut|auf|folgendes|das))*` +
    String.raw`|behalte?(?:n sie)?(?: bitte)?(?=,? (?:dass|daß)|:)` +
    String.raw`|(?:denke?|denken sie)(?: bitte)? (?:immer )?(?:daran|dran)(?=,? (?:dass|daß)|:)` +
    String.raw`|(?:vergiss|vergessen sie)(?: bitte)? (?:nicht|nie)(?=,? (?:dass|daß)|:)` +
    String.raw`|(?:dir )?(?:bitte )?merken(?=,? (?:dass|daß)|:)` +
    String.raw`|für (?:die zukunft|das nächste mal)(?=[:,])`,
);
const THAT = /^[,:]?\s*(?:that|dass|daß)[,:]?\s+/iu;
const RULE = /^\s+to\s+(?=(?:always|never)\s)|^,?\s+(?=(?:immer|nie|niemals)\s)/iu;
const COLON = /^\s*[:,–-]\s*/u;
/** "Remember what I said", "Merk dir, wer kommt": nothing is told. */
const ASKS =
  /^(?:what|who|when|where|which|how|why|if|whether|was|wer|wen|wem|wann|wo|wie|welche\p{L}*|warum|ob)(?!\p{L})/iu;
/** "…, die Mail zu schicken": something to be done, no fact. */
const TO_DO = /(?<!\p{L})(?:zu\s+\p{Ll}+|\p{Ll}+zu\p{Ll}+)en$/u;
/** Said along with it. */
const IDLE =
  /^(?:$|(?:many )?thanks?(?: you)?(?: very much| a lot)?$|(?:vielen )?dank\p{L}*(?: dir| ihnen)?$|please$|bitte$|ok(?:ay)?$)/iu;
/** A sentence has a verb; "that mail from Anna" has none. */
const VERB =
  /(?<!\p{L})(?:is|are|was|were|be|has|have|had|do|does|did|don['’]t|doesn['’]t|can|cannot|can['’]t|could|will|won['’]t|would|should|must|may|might|always|never|likes?|prefers?|wants?|needs?|(?:we|i|they|you|he|she|it)\s+(?!and|or)\p{L}+|\p{L}{2,}(?:ed|es))(?!\p{L})|(?<=\p{L}\s)\p{Ll}{2,}s(?!\p{L})/iu;

/**
 * Reads what the whole of a text wants of the memory, by its words alone; null when it wants something else. Only for what
 * the person wrote: a text out of a file is never handed in.
 */
export function readPhrase(text: string): Phrase | null {
  const plain = text.replaceAll(/\s+/gu, " ").trim();
  if (plain === "") return null;
  return (
    readForget(plain) ??
    readRemember(plain) ??
    readShow(plain) ??
    readCorrection(plain) ??
    readProfile(plain) ??
    readQuestion(plain) ??
    readReminded(plain)
  );
}

/** Whether a sentence at the head of a request tells, corrects or forgets something, so that it is work of its own. */
export function isMemorySentence(text: string): boolean {
  const phrase = readPhrase(text);
  if (phrase === null || NOT_TOLD.has(phrase.type)) return false;
  return phrase.type !== "forget" || phrase.sure;
}

const NOT_TOLD: ReadonlySet<Phrase["type"]> = new Set<Phrase["type"]>([
  "question",
  "correct",
  "correctLast",
  "forgetLast",
  "todo",
  "show",
  "field",
]);

function readRemember(text: string): Phrase | null {
  const lead = REMEMBER.exec(text);
  if (!lead) return null;
  const isPolite = /(?:can|could|would|will) you|(?:kannst|könntest) du/iu.test(lead[0]);
  if (text.endsWith("?") && !isPolite) return null;
  const rest = text.slice(lead[0].length).replace(/[?]+$/u, "");
  if (isToDo(rest)) return { type: "todo" };
  const statement = readTold(rest);
  return statement === null ? null : { type: "remember", statements: statement };
}

/** One sentence that only says what to do; with others beside it, it belongs to their work. */
function isToDo(rest: string): boolean {
  const bare = rest.trim().replace(/[.!]+$/u, "");
  if (sentences(bare).length > 1 || THAT.test(rest)) return false;
  return /^to\s+(?!always|never)\p{L}/iu.test(bare) || (bare.startsWith(",") && TO_DO.test(bare));
}

/** The statements behind "remember": at most a few, each kept for itself. */
function readTold(rest: string): (string | ProfilePatch)[] | null {
  const that = THAT.exec(rest);
  const rule = RULE.exec(rest);
  const colon = COLON.exec(rest);
  const told = unwrapped(rest.slice((that ?? rule ?? colon)?.[0].length ?? 0));
  if (told.length < 3 || ASKS.test(told) || /^to\s+(?!always|never)/iu.test(told)) return null;
  const [head = "", ...more] = sentences(told).map((sentence) => sentence.text.trim());
  if (!that && !rule && TO_DO.test(head.replace(/[.!]+$/u, ""))) return null;
  const isTold = that ? that[0].trim() !== "that" || VERB.test(head) : rule !== null;
  const isPlain = colon !== null && !/^\s*,/u.test(colon[0]);
  if (!isTold && !isPlain && !isStatement(head)) return null;
  const all = more.length > 4 ? [told] : [head, ...more];
  return all
    .map((sentence) => readProfileStatement(sentence) ?? toStatement(sentence))
    .filter((one) => typeof one !== "string" || !IDLE.test(one));
}

/** Without a list sign before, quotation marks around, and a "please" behind. */
function unwrapped(text: string): string {
  return text
    .trim()
    .replace(/[,\s]+(?:please|bitte|ok(?:ay)?|thanks|thank you|danke(?: dir| schön)?)[.!]*$/iu, "")
    .replace(/^[-*•]\s+/u, "")
    .replace(/^["“„«']([^"“”„«»]+)["”“»'][.!]*$/u, "$1")
    .trim();
}

/** "our VAT id is DE123", "die Kontonummer DE12 3456": said without "that". */
function isStatement(text: string): boolean {
  if (/^(?:when|how|the (?:day|time|last)|als|wie)(?!\p{L})/iu.test(text)) return false;
  if (readFact(text) !== null || readProfileStatement(text) !== null) return true;
  return /[\d@]/u.test(text) && text.split(" ").length >= 2;
}

const SELF = /^(?:me|us|myself|mich|uns)$/iu;
const SHOWS: readonly RegExp[] = [
  start(String.raw`what (?:else )?do you (?:know|remember)(?: (?:about|of) (.+?))?(?: so far)?[?.!]*$`),
  start(String.raw`what have you (?:remembered|noted|kept)(?: about (.+?))?[?.!]*$`),
  start(String.raw`(?:show|list|tell)(?: me)? (?:what|everything|all) you (?:know|remember)(?: about (.+?))?[?.!]*$`),
  start(String.raw`(?:show|list)(?: me)? (?:all )?(?:(?:your|my|the) )?memories(?: (?:about|of) (.+?))?[?.!]*$`),
  start(String.raw`was wei(?:ß|ss)t du (?:(?:noch|alles|so|denn) )*über (.+?)[?.!]*$`),
  start(String.raw`was wissen sie (?:(?:noch|alles) )*über (.+?)[?.!]*$`),
  start(String.raw`was hast du dir (?:(?:alles|so|bisher) )*(?:(?:über|zu) (.+?) )?gemerkt[?.!]*$`),
  start(String.raw`(?:zeige?|sage?|nenne?)(?: mir)?,? (?:was|alles,? was) du über (.+?) weißt[?.!]*$`),
  start(String.raw`(?:zeige?|liste)(?: mir)? (?:(?:alle|deine|meine) )*erinnerungen(?: (?:an|über|zu) (.+?))?(?: auf)?[?.!]*$`),
  start(String.raw`woran erinnerst du dich[?.!]*$`),
]; // prettier-ignore

function readShow(text: string): Phrase | null {
  for (const pattern of SHOWS) {
    const match = pattern.exec(text);
    if (!match) continue;
    const about = match[1]?.trim() ?? "";
    return { type: "show", about: about === "" || SELF.test(about) ? null : about };
  }
  return null;
}

const EVERYTHING = start(
  String.raw`(?:forget|delete|erase) (?:everything|all)(?:,? (?:that )?(?:you (?:know|remember)|i (?:have )?told you))?(?: about (?:me|us))?[.!]*$` +
    String.raw`|(?:forget|delete|erase) all (?:(?:your|my|the) )?memories[.!]*$` +
    String.raw`|(?:vergiss|vergessen sie|lösche?) (?:bitte )?(?:alles|(?:alle|deine) erinnerungen)(?:,? (?:was )?(?:du )?(?:über (?:mich|uns) )?(?:weißt|gemerkt hast|gespeichert hast))?[.!]*$`,
);
/** "Forget that", "Vergiss das wieder"; whether anything was told, the request before says. */
const LAST = start(
  String.raw`(?:forget (?:that|it|this)(?: again)?|(?:vergiss|vergessen sie)(?: bitte)? (?:das|es)(?: (?:bitte|wieder))*)[.!]*$`,
);
const FORGET_KNOWN: readonly RegExp[] = [
  start(String.raw`forget (?:what(?:ever)?|everything|all)(?: that)? (?:you (?:know|remember)|i (?:have )?told you) (?:about|of) (.+?)[.!]*$`),
  start(String.raw`(?:delete|remove|erase|drop) (?:the |your |my )?memor(?:y|ies) (?:about|of|that) (.+?)[.!]*$`),
  start(String.raw`forget,? that (.+?)[.!]*$`),
  start(String.raw`(?:vergiss|vergessen sie)(?: bitte)?(?: alles)?,? (?:was|alles,? was) (?:du|sie) (?:dir )?(?:über|zu|von) (.+?) (?:weißt|wissen|gemerkt (?:hast|haben)|gespeichert (?:hast|haben))[.!]*$`),
  start(String.raw`(?:vergiss|vergessen sie)(?: bitte)?,? (?:dass|daß) (.+?)[.!]*$`),
  start(String.raw`lösche?(?: bitte)? (?:die |deine )?erinnerung(?:en)? (?:an|über|zu|von|,? dass) (.+?)[.!]*$`),
]; // prettier-ignore
const FORGET_PLAIN = start(
  String.raw`(?:(?:forget|vergiss|vergessen sie)(?: bitte| about)?|(?:delete|lösche?) (?=mem_)) (?!it(?!\p{L})|that(?!\p{L})|this(?!\p{L})|them(?!\p{L})|es(?!\p{L})|das[.!]*$|nicht|nie(?!\p{L})|to\s)(.+?)[.!]*$`,
);

function readForget(text: string): Phrase | null {
  if (text.endsWith("?")) return null;
  if (EVERYTHING.test(text)) return { type: "forgetAll" };
  if (LAST.test(text)) return { type: "forgetLast" };
  for (const pattern of FORGET_KNOWN) {
    const about = pattern.exec(text)?.[1]?.trim();
    if (about !== undefined) return toForget(about, true);
  }
  const about = FORGET_PLAIN.exec(text)?.[1]?.trim();
  return about === undefined ? null : toForget(about, false);
}

function toForget(about: string, sure: boolean): Phrase {
  const field = profileFieldOf(about);
  if (field) return { type: "forgetField", field };
  return SELF.test(about) ? { type: "forgetAll" } : { type: "forget", about, sure };
}

const CORRECTION = new RegExp(
  String.raw`^(?:no(?:pe)?|wrong|not right|that(?:['’]s| is) (?:wrong|not (?:right|correct|true)|incorrect)|correct(?:ion)?(?: that)?|actually|nein|falsch|(?:das )?stimmt nicht(?: mehr)?|das ist (?:falsch|nicht richtig)|korrektur|korrigiere?(?: das)?|berichtigung|berichtige?(?: das)?)\s*[,:.;!–-]\s*(.+)$`,
  "iu",
);

/** "No, the VAT id is DE456": only a statement that has a subject and a value corrects another. */
function readCorrection(text: string): Phrase | null {
  if (text.endsWith("?")) return null;
  const told =
    CORRECTION.exec(text)?.[1]
      ?.trim()
      .replace(/^(?:it is that|that|dass)\s+/iu, "") ?? "";
  if (told === "" || sentences(told).length > 1) return null;
  const patch = readProfileStatement(told);
  if (patch) return { type: "remember", statements: [patch] };
  const statement = toStatement(told);
  if (readFact(statement)) return { type: "correct", statement };
  const isValue = /^(?:[\p{Lu}\d€£$]|\S*[\d@]\S*$)/u.test(statement) && statement.split(" ").length <= 6;
  if (!isValue || VERB.test(statement) || headOf(statement) !== null) return null;
  return { type: "correctLast", value: statement };
}

function readProfile(text: string): Phrase | null {
  const field = profileQuestion(text);
  if (field) return { type: "field", field };
  const patch = readProfileStatement(text.replace(LEAD, ""));
  return patch && { type: "remember", statements: [patch] };
}

const QUESTION = start(
  String.raw`(?:(?:tell me|say|do you (?:know|remember)|sage? mir|nenne? mir|weißt du|wissen sie)(?: (?:bitte|noch|please|again))*,?\s+)?` +
    String.raw`(?:what(?:['’]s| is| was| are)|who(?:['’]s| is)|when is|when(?:['’]s)|where is|how much is|how high is|was ist|was sind|wer ist|wie (?:ist|lautet|hei(?:ß|ss)t|lauten|hoch ist|sind)|wann ist|wo ist|wie viel ist)(?!\p{L})`,
);
const REMINDED = start(
  String.raw`(?:do you (?:know|remember)|remind me of|tell me|(?:weißt|kennst) du|erinnerst du dich an|nenne? mir|sage? mir)(?: noch| again)?\s+(?=(?:our|my|the|unsere?|meine?|die|den|das)(?:[nmrs])?\s)`,
);
const MINDED: readonly RegExp[] = [
  start(String.raw`what (?:did|have) i (?:ever )?(?:tell|told|say|said)(?: to)? you (?:about|of) (.+?)[?.!]*$`),
  start(String.raw`do you (?:know|remember) (?:anything|something) (?:about|of) (.+?)[?.!]*$`),
  start(String.raw`do you remember (?!when|how|what|why|if)(.+?)[?.!]*$`),
  start(String.raw`was habe ich dir (?:(?:alles|schon) )*(?:über|zu|von) (.+?) (?:gesagt|erzählt)[?.!]*$`),
  start(String.raw`(?:weißt du|wissen sie) (?:noch )?(?:etwas|was|irgendetwas) über (.+?)[?.!]*$`),
  start(String.raw`erinnerst du dich (?:noch )?an (.+?)[?.!]*$`),
];

/** Asked for in other words than a fact: shown where something is remembered, else left to the files. */
function readReminded(text: string): Phrase | null {
  const about = MINDED.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
  if (about === undefined) return null;
  return { type: "show", about: SELF.test(about) ? null : about };
}

/** What has to be counted, listed or looked up in files is none of the memory's, nor is what belongs to others. */
const OVER_FILES =
  /(?<!\p{L})(?:total|sum|average|number of|how many|wie ?viele|anzahl|summe|durchschnitt|list of|liste|which|welche\p{L}*|all|alle|files?|dateien?|folder|ordner|his|her|their|its|your|(?:sein|dein|ihr)(?:e[nmrs]?)?)(?!\p{L})/iu;
/** Of several things only one's own are known by heart: "What are our office hours?" */
const PLURAL = /(?<!\p{L})(?:what are|was sind|wie (?:sind|lauten))(?!\p{L})(?!\s+(?:our|my|unsere|meine)(?!\p{L}))/iu;
const MOST_ASKED = 160;

function readQuestion(text: string): Phrase | null {
  if (text.length > MOST_ASKED || OVER_FILES.test(text) || PLURAL.test(text)) return null;
  const lead = QUESTION.exec(text) ?? REMINDED.exec(text);
  if (!lead) return null;
  const asked = text.replace(/[?.!\s]+$/u, "");
  return /[.!?]\s/u.test(asked) ? null : { type: "question", text: asked };
}
