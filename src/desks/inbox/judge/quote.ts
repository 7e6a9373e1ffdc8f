import { sentences } from "../../../files/index.ts";
import { toFeatures } from "./features/features.ts";
import type { Sparse } from "./features/vector.ts";
import type { MailToJudge } from "./types.ts";

const MOST_SENTENCES = 40;
const MOST_CHARACTERS = 180;
const FEWEST_CHARACTERS = 8;
/** Of the words of greeting and farewell no decision comes. */
const PLEASANTRY =
  /^(?:sehr geehrte|liebe[rs]? |hallo|hi\b|hey|moin|servus|guten (?:tag|morgen|abend)|dear |hello|good (?:morning|afternoon)|mit freundlichen|freundliche|viele gr|liebe gr|beste gr|herzliche gr|lg\b|mfg\b|kind regards|best|regards|yours|thanks|cheers|vielen dank)[^.!?]{0,60}[.,!]?$/iu;

/**
 * The sentence of subject or text that speaks most for what was decided, as it stands there; long ones are cut at a word. `prefer`
 * is a place in the text (a deadline) of which the sentence wins when the scores are near.
 */
export function findQuote(mail: MailToJudge, worth: (features: Sparse) => number, prefer: number | null): string {
  const spans = sentences(mail.text.slice(0, 8000)).slice(0, MOST_SENTENCES);
  const parts = spans.map(({ text, start, end }) => ({
    text,
    isPreferred: prefer !== null && prefer >= start && prefer < end,
  }));
  const subject = mail.subject.replace(/^(?:\s*(?:re|aw|antw|fwd?|wg)\s*:)+\s*/i, "").trim();
  let best = "";
  let most = Number.NEGATIVE_INFINITY;
  for (const part of [...parts, { text: subject, isPreferred: false }]) {
    if (part.text.length < FEWEST_CHARACTERS || PLEASANTRY.test(part.text)) continue;
    const features = toFeatures({ ...mail, from: null, subject: "", text: part.text });
    const score = worth(features.vector) + (part.isPreferred ? 1 : 0) - (part.text === subject ? 0.3 : 0);
    if (score > most) [best, most] = [part.text, score];
  }
  return cut(best === "" ? subject : best);
}

function cut(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const end = text.lastIndexOf(" ", MOST_CHARACTERS);
  return text.slice(0, end > MOST_CHARACTERS / 2 ? end : MOST_CHARACTERS);
}
