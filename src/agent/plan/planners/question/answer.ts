import { words } from "../../../../files/index.ts";
import type { Evidence, PlanContext, ValueKind } from "../../types.ts";
import type { Need } from "../text/needs.ts";
import type { Asked } from "./asked.ts";
import { composeAbsent, composeAnswer } from "./compose.ts";
import { gatherAnswers, type Question } from "./gatherAnswers.ts";
import { isSupported } from "./support.ts";
import type { Candidate } from "./types.ts";

export interface Answer {
  value: string | null;
  kind: ValueKind;
  evidence: Evidence[];
  say: string;
  /** How well the best candidate met the question, about 0..1.4. */
  score: number;
  candidate: Candidate | null;
  /** Other values of the same column that fit just as well. */
  ties: number;
  asked: Asked;
  needs: Need[];
}

/** A lead over the next other value from which on code decides alone. */
const CLEAR = 0.18;
const CLEAR_IN_SLOT = 0.06;
const MAX_OPTIONS = 6;

/** The answer to a question over texts and single cells; "absent" when nothing speaks of subject and attribute together. */
export async function answerQuestion(question: Question, ctx: PlanContext): Promise<Answer> {
  const { asked, needs, candidates } = gatherAnswers(question, ctx);
  const supported = candidates.filter((candidate) => isSupported(candidate, needs));
  const ofDay = withoutRepeated(question, asked, withoutTies(asked, supported)).filter((candidate) => candidate.day);
  const likely = ofDay.length > 0 ? ofDay : withoutRepeated(question, asked, withoutTies(asked, supported));
  if (likely.length === 0) return absent(needs, asked, ctx);
  const best = likely[0] as Candidate;
  const chosen = await choose(question.text, likely, ctx);
  const candidate = chosen ?? best;
  return {
    value: candidate.value,
    kind: candidate.kind,
    evidence: [{ path: candidate.path, quote: candidate.quote }],
    say: composeAnswer(candidate, asked, ctx.request.answerLang ?? ctx.request.lang),
    score: candidate.score,
    candidate,
    ties: tiesOf(candidate, likely),
    asked,
    needs,
  };
}

/** Who asks for a person names others: "Who takes over while Curtis is away?" is not answered by Curtis. */
function withoutRepeated(question: Question, asked: Asked, candidates: Candidate[]): Candidate[] {
  if (asked.type !== "person") return candidates;
  const named = new Set(
    words(question.text)
      .filter((word) => /^\p{Lu}/u.test(word.text))
      .map((word) => word.word),
  );
  // A family name may be the firm's too ("Ines Kastner of Kastner Ltd"); the given name, or all of it, is a repetition.
  return candidates.filter(({ value }) => {
    const own = words(value).filter((word) => word.word.length > 2);
    return own[0] === undefined || !(named.has(own[0].word) || own.every((word) => named.has(word.word)));
  });
}

/** Figures that many rows have alike are for adding up; a text that states one comes first. */
function withoutTies(asked: Asked, candidates: Candidate[]): Candidate[] {
  if (asked.type !== "amount" && asked.type !== "number") return candidates;
  if (!candidates.some((candidate) => candidate.source === "text" && candidate.attribute >= 0.35)) return candidates;
  return candidates.filter((candidate) => candidate.source === "text" || tiesOf(candidate, candidates) === 0);
}

function tiesOf(candidate: Candidate, candidates: Candidate[]): number {
  return candidates.filter(
    (other) => other !== candidate && other.slot === candidate.slot && Math.abs(other.score - candidate.score) < 0.02,
  ).length;
}

function absent(needs: Need[], asked: Asked, ctx: PlanContext): Answer {
  const say = composeAbsent(needs, asked, ctx.request.answerLang ?? ctx.request.lang);
  return { value: null, kind: "absent", evidence: [], say, score: 0, candidate: null, ties: 0, asked, needs };
}

async function choose(text: string, candidates: Candidate[], ctx: PlanContext): Promise<Candidate | null> {
  const best = candidates[0];
  if (!best) return null;
  const rivals = candidates.filter((candidate) => candidate.score > best.score - 0.45).slice(0, MAX_OPTIONS);
  const isBehind = (rival: Candidate) => best.score - rival.score >= (rival.slot === best.slot ? CLEAR_IN_SLOT : CLEAR);
  if (rivals.slice(1).every(isBehind)) return best;
  const at = await ctx.fill.choose({
    question: `Question: ${text}\nWhich of these answers it?`,
    options: rivals.map((candidate) => ({ label: candidate.shown.slice(0, 70), about: candidate.about })),
  });
  return at === null ? best : (rivals[at] ?? best);
}
