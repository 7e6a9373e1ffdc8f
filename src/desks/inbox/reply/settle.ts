import { fold } from "../../../files/index.ts";
import type { Candidate } from "./candidates.ts";
import type { Want } from "./wants.ts";

/** What the knowledge says to one question. */
export type Settled =
  /** Several: rows of one list that all fit, each of which is told. `sure`: 0..1. */
  | { type: "answer"; candidates: Candidate[]; sure: number }
  /** Sources that hold today say different things. */
  | { type: "conflict"; candidates: Candidate[] }
  /** Different facts fit about equally well: someone has to choose. */
  | { type: "open"; candidates: Candidate[] }
  | { type: "nothing" };

/** Scores nearer than that are equal. */
const NEAR = 0.06;
const MOST_TOLD = 4;
const MOST_OPEN = 4;

/** Of the candidates (best first) the one that holds today. `today`: ISO date. */
export function settle(found: readonly Candidate[], want: Want, today: string): Settled {
  const holding = withoutOlder(found.filter(({ fact }) => !fact.isOld && (fact.since === null || fact.since <= today)));
  const [best] = holding;
  if (!best) return { type: "nothing" };
  const near = holding.filter(({ score }) => score > best.score - NEAR);
  const differing = near.filter(
    (other) => other !== best && isSameThing(other, best) && saysOf(other) !== saysOf(best),
  );
  if (differing.length > 0) return { type: "conflict", candidates: [best, ...differing] };
  const others = near.filter((other) => other !== best && saysOf(other) !== saysOf(best));
  if (best.fact.kind === "row") {
    const all = near.filter(({ fact, document }) => fact.kind === "row" && document === best.document);
    // Of "Nordo 12" and "Nordo 12 Pro" the one that is called like that.
    const rows = all.some(({ isWhole }) => isWhole) ? all.filter(({ isWhole }) => isWhole) : all;
    if (rows.length > MOST_TOLD) return { type: "open", candidates: rows.slice(0, MOST_OPEN) };
    return { type: "answer", candidates: rows, sure: best.share * (rows.length > 1 ? 0.8 : 1) };
  }
  if (want === "hours" || want === "price") {
    // Hours of several days stand in several places; lines of one list may all be meant.
    const alike = near.filter(
      (one) =>
        one.document === best.document && (want === "hours" || (one.fact === best.fact && one.fact.kind === "lines")),
    );
    if (alike.length > 1 && alike.length <= MOST_TOLD)
      return { type: "answer", candidates: alike, sure: best.share * (want === "hours" ? 1 : 0.8) };
  }
  if (best.fact.kind === "text" || best.fact.kind === "answer") {
    // What else the paragraph says about the same matter: "until March …", "from April …".
    const alike = near.filter(({ fact }) => fact === best.fact);
    if (alike.length > 1 && alike.length <= MOST_TOLD && alike.length === near.length)
      return { type: "answer", candidates: alike, sure: best.share };
  }
  const elsewhere = others.filter(({ fact }) => fact !== best.fact);
  if (best.isVague && elsewhere.length > 0) return { type: "nothing" };
  if (elsewhere.length > 0) return { type: "open", candidates: [best, ...elsewhere].slice(0, MOST_OPEN) };
  return { type: "answer", candidates: [best], sure: best.share };
}

/** What it says, to compare. */
const saysOf = ({ quotes, cells }: Candidate): string =>
  cells.length > 0 ? cells.map(({ value }) => value).join("|") : fold(quotes.join(" "));

/** Rows about the same thing in two lists. */
function isSameThing(a: Candidate, b: Candidate): boolean {
  if (a.fact.kind !== "row" || b.fact.kind !== "row" || a.document === b.document) return false;
  const nameOf = ({ fact }: Candidate): string =>
    fact.kind === "row" ? fold(fact.key.map(({ raw }) => raw).join(" ")) : "";
  const [left, right] = [nameOf(a), nameOf(b)];
  return left === right || left.startsWith(`${right} `) || right.startsWith(`${left} `);
}

/** Of documents that are editions of one another ("prices-2026", "prices-2027") the newest. */
function withoutOlder(all: readonly Candidate[]): Candidate[] {
  const newest = new Map<string, string>();
  for (const { path, fact } of all) {
    const known = newest.get(editionOf(path)) ?? "";
    if ((fact.since ?? "") > known) newest.set(editionOf(path), fact.since ?? "");
  }
  return all.filter(
    ({ path, fact }) => (fact.since ?? "") >= (newest.get(editionOf(path)) ?? "") || fact.since === null,
  );
}

/** A path without what tells editions apart. */
const editionOf = (path: string): string =>
  fold(path.split("/").at(-1) ?? path)
    .replaceAll(/\d+|(?:neu|new|aktuell|current|final|v)(?![a-z])|\.\w+$/g, " ")
    .replaceAll(/[^a-z]+/g, " ")
    .trim();
