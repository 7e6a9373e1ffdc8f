import { fold } from "../../../../files/index.ts";
import type { MailToJudge } from "../types.ts";
import { toTopics } from "../words/compile.ts";
import { CALLS, TOPICS } from "../words/topics.ts";

/**
 * What can be said of a mail without its words: who sends, how it is laid out, which topics it touches and where. Named, since
 * these are shown to the owner and weighed by hand in ranking; they carry over to other trades and firms best.
 */

const TOPIC_LIST = toTopics(TOPICS + CALLS.trimStart());

const FREE_MAIL =
  /@(?:g(?:oogle)?mail|gmx|web|t-online|freenet|outlook|hotmail|live|yahoo|icloud|me|aol|posteo|mailbox|proton(?:mail)?|arcor|btinternet|sky|virginmedia)\./;
const SENDERS: readonly [string, RegExp][] = [
  ["fromNoReply", /no-?_?reply|donotreply|do-not-reply|nicht-?antworten|mailer-?daemon|postmaster|bounce|notif|benachrichtigung|system|alert|robot|automat|status|tracking|versand|shipping|delivery/],
  ["fromBooks", /rechnung|buchhaltung|invoic|billing|account(?:s|ing)|faktura|mahn|finance|payment|receivable|inkasso|debitor|credit/],
  ["fromMailing", /newsletter|news|mailing|marketing|info-?mail|redaktion|editor|update|digest|community|angebote|offers|deals|hello|team@/],
  ["fromSales", /vertrieb|verkauf|sales|partner|haendler|trade|wholesale|grosshandel|aussendienst|order(?:s)?@|key-?account|service|support|kontakt|contact/],
  ["fromHiring", /bewerb|jobs?@|karriere|career|hr@|recruit|talent/],
  ["fromSecurity", /secur|sicherheit|verif|paypa|bank|wallet|crypto|prize|lott|gewinn|seo|loan|kredit/],
]; // prettier-ignore
const COMPANY =
  /\b(?:gmbh|ag|kg|ug|ohg|e\.?v|ltd|limited|inc|llc|plc|co|team|service|shop|verlag|redaktion|newsletter|support|bank|versand|handel|group|gruppe|partner|studio|news|akademie|verband|kammer)\b/;
const PERSON = /^\p{Lu}[\p{L}'-]+(?: \p{Lu}\.?)?(?: (?:von|van|de|el|al)){0,2} \p{Lu}[\p{L}'-]+$/u;

/** The text in numbers from 0 to about 1. */
export function toStructure(mail: MailToJudge): Map<string, number> {
  const found = new Map<string, number>();
  const put = (name: string, value: number | boolean): void => {
    const number = Number(value);
    if (number !== 0) found.set(name, Math.min(1.5, number));
  };
  const { subject, text } = mail;
  addSender(mail.from ?? { name: "", address: "" }, put);
  addShape(subject, text, put);
  addTopics(fold(subject), fold(text.slice(0, 8000)), put);
  return found;
}

type Put = (name: string, value: number | boolean) => void;

function addSender({ name, address }: { name: string; address: string }, put: Put): void {
  const whole = fold(`${name} ${address}`);
  for (const [kind, pattern] of SENDERS) put(kind, pattern.test(whole));
  const isFree = FREE_MAIL.test(address);
  const isPerson = PERSON.test(name.trim());
  const isCompany = COMPANY.test(fold(name));
  put("fromFreeMail", isFree);
  put("fromPerson", isPerson && !isCompany);
  put("fromCompany", isCompany);
  put("fromNameless", name.trim() === "");
  put("fromOwnDomain", !isFree && isPerson);
  const local = address.split("@")[0] ?? "";
  put("fromDigits", /\d{3,}/.test(local));
  const last = fold(name.trim().split(/\s+/).at(-1) ?? "");
  put("fromNameInAddress", last.length > 2 && fold(address).includes(last));
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const damp = (value: number, full: number): number => Math.min(1, Math.log1p(value) / Math.log1p(full));

function addShape(subject: string, text: string, put: Put): void {
  const words = count(text, /\p{L}+/gu);
  put("isEmpty", words < 3);
  put("isShort", words < 25);
  put("isMiddle", words >= 25 && words < 90);
  put("isLong", words >= 160);
  put("noSubject", subject.trim() === "");
  put("isReply", /^\s*(?:re|aw|antw)\s*:/i.test(subject));
  put("isForward", /^\s*(?:fwd?|wg)\s*:/i.test(subject));
  put("questionMarks", damp(count(text, /\?/g), 4));
  put("subjectAsks", subject.includes("?"));
  put("lastAsks", /\?\s*(?:[^?]{0,120})$/.test(text.trimEnd()));
  put("exclamations", damp(count(`${subject} ${text}`, /!/g), 6));
  put("links", damp(count(text, /https?:\/\/|www\.|qurl/gi), 5));
  put("hasLink", /https?:\/\/|www\./i.test(text));
  put("amounts", damp(count(text, /(?:€|\$|£|\beur\b) ?\d|\d ?(?:€|\$|£|eur(?:o|os)?\b)/gi), 5));
  put("hasAmount", /(?:€|\$|£|\beur\b) ?\d|\d ?(?:€|\$|£|eur(?:o|os)?\b)/i.test(text));
  put("hasIban", /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}|\biban\b|\bsort code\b/i.test(text));
  put(
    "hasDate",
    /\b\d{1,2}\.\d{1,2}\.|\b\d{4}-\d{2}-\d{2}|\b\d{1,2}\/\d{1,2}\/\d{2}|\d{1,2}(?:st|nd|rd|th)?\.? (?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])/i.test(
      text,
    ),
  );
  put("hasTime", /\b\d{1,2}[:.]\d{2} ?(?:uhr|am|pm|h)\b|\b\d{1,2}:\d{2}\b|\b\d{1,2} ?(?:uhr|am|pm)\b/i.test(text));
  put(
    "hasNumberSign",
    /\b(?:nr|no|rg|re|inv|kd|best)\.?[ -]?#?:?\s?[a-z]{0,4}-?\d{3,}|#\d{3,}/i.test(`${subject} ${text}`),
  );
  put("shouts", count(`${subject} ${text}`, /\b\p{Lu}{4,}\b/gu) > 2);
  put("lowerCase", words > 5 && count(text, /\p{Lu}/gu) / words < 0.06);
  put("bullets", damp(count(text, /^\s*(?:[-*•–·>]|\d{1,2}[.)])\s/gm), 5));
  put("percent", /\d ?%/.test(`${subject} ${text}`));
  put("smiles", /[:;]-?[)D(P]|\p{Extended_Pictographic}/u.test(text));
  put("lines", damp(count(text, /^\s*[\p{L} .-]{2,30}: +\S/gmu), 6));
  put(
    "greetsByName",
    /^\s*(?:hallo|hi|liebe[r]?|dear|hello|guten tag|sehr geehrte[r]?)\s+(?:frau|herr|mr|mrs|ms)?\.?\s*\p{Lu}/imu.test(
      text.slice(0, 120),
    ),
  );
}

/** Topics of the subject and of the text; half of the weight for one hit, all of it for four. */
function addTopics(subject: string, text: string, put: Put): void {
  for (const { name, pattern } of TOPIC_LIST) {
    const hits = count(text, pattern);
    put(name, hits === 0 ? 0 : 0.5 + 0.5 * damp(hits - 1, 3));
    put(`${name}InSubject`, pattern.global && count(subject, pattern) > 0);
  }
}

/** All names that `toStructure` may use, in the order of their places in a vector. */
export const STRUCTURE: readonly string[] = [
  ...SENDERS.map(([kind]) => kind),
  ..."fromFreeMail fromPerson fromCompany fromNameless fromOwnDomain fromDigits fromNameInAddress".split(" "),
  ..."isEmpty isShort isMiddle isLong noSubject isReply isForward questionMarks subjectAsks lastAsks exclamations".split(
    " ",
  ),
  ..."links hasLink amounts hasAmount hasIban hasDate hasTime hasNumberSign shouts lowerCase bullets percent".split(
    " ",
  ),
  ..."smiles lines greetsByName".split(" "),
  ...TOPIC_LIST.flatMap(({ name }) => [name, `${name}InSubject`]),
];
