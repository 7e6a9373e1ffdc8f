import { Dec, fold } from "../../../../files/index.ts";
import type { Evidence } from "../../../../store/index.ts";
import type { Draft } from "../types.ts";
import { findClaims, type Claim } from "./claims.ts";

/** A text that a draft may stand on: a document, an earlier mail of the owner, the calendar. */
export interface CheckSource {
  id: string;
  text: string;
}

/** What is wrong with a sentence. */
export interface Fault {
  sentence: string;
  /** A claim that is in no source; a quote that stands nowhere in its source; a sum that does not come out. */
  kind: Claim["kind"] | "quote" | "sum";
  text: string;
}

/** Dates without a year are compared under the same one, whichever it is. */
const TODAY = "2000-01-01";

/**
 * Whether each sentence says only what its own sources say: every amount, percentage, number, date, time, link, address, telephone number,
 * reference, promise and person, in one form for both languages. The sources of a sentence are its quotes (which must stand literally in
 * the documents) and its computed facts (which are computed again); a sentence without sources may claim nothing.
 */
export function checkDraft({ sentences }: Pick<Draft, "sentences">, sources: readonly CheckSource[]): Fault[] {
  const texts = new Map(sources.map(({ id, text }) => [id, squeeze(text)]));
  return sentences.flatMap((sentence) => {
    const faults: Fault[] = [];
    const fault = (kind: Fault["kind"], text: string): void =>
      void faults.push({ sentence: sentence.text, kind, text });
    for (const evidence of sentence.sources) {
      if (evidence.type === "quote" && !(texts.get(evidence.source) ?? "").includes(squeeze(evidence.text)))
        fault("quote", evidence.text);
      if (evidence.type === "fact" && !comesOut(evidence, sentence.sources)) fault("sum", evidence.name);
    }
    const known = sentence.sources.map((evidence) =>
      evidence.type === "quote" ? evidence.text : `${evidence.name} ${evidence.value}`,
    );
    const held = new Set(findClaims(known.join("\n"), TODAY, true).map(keyOf));
    for (const claim of findClaims(sentence.text, TODAY)) if (!isHeld(claim, held)) fault(claim.kind, claim.text);
    return faults;
  });
}

const keyOf = ({ kind, value }: Claim): string => `${kind} ${value}`;

/** In a table the currency may stand above the column. */
function isHeld(claim: Claim, held: ReadonlySet<string>): boolean {
  if (held.has(keyOf(claim))) return true;
  return claim.kind === "amount" && held.has(`number ${claim.value.split(" ")[0]}`);
}

/** Without the signs of Markdown, and however it is wrapped. */
const squeeze = (text: string): string =>
  fold(text)
    .replaceAll(/[*_`#|\s]+/g, " ")
    .trim();

const PRODUCT = /^(\d+) × (\d+(?:\.\d+)?) (\w+)$/;

/** A product of a count and an amount that is quoted beside it; other facts are given by code that computed them. */
function comesOut(fact: Extract<Evidence, { type: "fact" }>, all: readonly Evidence[]): boolean {
  const [, count, price, currency] = PRODUCT.exec(fact.name) ?? [];
  if (count === undefined || price === undefined) return fact.source === "calendar";
  const quoted = all.flatMap((one) => (one.type === "quote" ? findClaims(one.text, TODAY) : []));
  const isQuoted = quoted.some(({ value }) =>
    new RegExp(`^${price.replace(/\.?0+$/, "").replace(".", "\\.")}(?: |$)`).test(value),
  );
  return isQuoted && new Dec(price).times(count).toFixed(2) === fact.value.replace(` ${currency}`, "");
}
