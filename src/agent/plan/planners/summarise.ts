import { sentences } from "../../../files/index.ts";
import { partOf, withinClause } from "../query/part.ts";
import { orderOf } from "../request/index.ts";
import type { DraftStep, PlanContext, Planner } from "../types.ts";
import type { Part } from "../query/part.ts";
import { chooseDoc, chooseDocs } from "./find/choose.ts";
import { rankDocs, type Ranking } from "./find/rank.ts";
import { targetStep } from "./target.ts";
import { isReadable } from "./text/docs.ts";
import { leftOutSpans } from "./summarise/leaveOut.ts";
import { ordersLetter } from "./write/occasion.ts";

const SUMMARISE =
  /\b(?:summar\w+|sum (?:it |them |this |that |.{1,30} )?up|gist|tl;?dr|key points?|main points?|essence|in a nutshell|brief me|overview of|zusammenfass\w*|zusammengefasst|fass\w* .{0,80}zusammen|kurzfassung|überblick|das wichtigste|kernpunkte|in kürze|stichpunkte|(?:raus|heraus)gekommen|what (?:got|was|were|have|has been|did) [^?!]{0,40}(?:agreed|decided|settled|resolved)|was (?:wurde|wurden|haben|hat|ist) [^?!]{0,60}(?:vereinbart|entschieden|beschlossen|abgelehnt)|beschlüsse)\b/iu;
const TELLING =
  /\b(?:worum (?:ging|geht|drehte|dreht)|um was (?:ging|geht)|was (?:schreibt|schrieb|schreiben|will|wollte|steht|stand|sagt|sagte|haben wir .{0,30}(?:besprochen|beschlossen|vereinbart)|wurde .{0,40}(?:besprochen|beschlossen|vereinbart))|what (?:does|did|do) [^?!]{1,40} (?:say|write|want|agree on|discuss|decide|talk about|announce|need)|what(?:['’]s| was| is) .{1,60} about|what did we (?:agree|decide|discuss)|what (?:was|were|has been) .{0,20}(?:said|discussed|decided|agreed|announced)|was (?:wurde|haben|hat) .{0,60}(?:gesagt|berichtet|angekündigt|erzählt)|what does it say)\b/iu;
const SEVERAL =
  /\b(?:all|alle|the (?:mails|notes|letters|e-?mails)|die (?:mails|notizen|briefe)|mails|e-?mails|notes|notizen)\b/iu;
/** Words that ask for the summary; they are no subject. */
const ASKING =
  /\b(?:summar\w+|zusammen\w*|fass\w*|gist|give me|sum (?:it )?up|kurz\w*|überblick|overview|key points?|main points?|worum|ging|rausgekommen|herausgekommen|came of|missed|off sick|agreed|decided|settled|beschl\p{L}+|vereinbart|entschieden|tops|max|ergebnis\p{L}*|results?|discuss|english|englisch|deutsch|german|want|wants|geht|schreibt|steht|höchstens|maximal|words?|wörter\w*|sätze\w*|sentences?|at most|no more than|please|bitte|\d+(?=[ -](?:words?|wörter\p{L}*|sätze\p{L}*|sentences?|lines?|zeilen|(?:bullet |key )?points?|stichpunkte\p{L}*)))(?!\p{L})/giu;
/** A sentence that only says how the summary shall be. */
const ADDITION =
  /^(?:(?:bitte|please)[,\s]+)?(?:nur|just|only|keep|make it|at most|no more|not more|höchstens|maximal|nicht mehr|mehr als|in (?:höchstens|at most|maximal)|auf (?:deutsch|englisch)|in (?:english|german)|english|german|leave out|ohne|lass)(?!\p{L})/iu;
const DEFAULT_WORDS = 90;

/** What texts say, in short. */
export const summarisePlanner: Planner = {
  name: "summarise",
  about: "tell in short what a mail, note, meeting or document says",
  fits(clause, request) {
    const prose = orderOf(clause, request);
    if (SUMMARISE.test(prose)) return 0.95;
    // Only a text has a limit of words: what orders one and is no letter orders a summary.
    const isLimited =
      request.limits.maxWords !== null && request.clauses.length === 1 && ordersLetter(request.text) === 0;
    if (!TELLING.test(prose)) return isLimited ? 0.85 : 0;
    return request.limits.maxWords !== null || request.limits.sentences !== null ? 0.92 : 0.7;
  },
  async plan(clause, ctx, prior) {
    const part = partOf(clause, ctx.request);
    const before = prior.results.at(-1);
    // "What is X on about? Sum the mail up": one text, told once.
    if (before?.val.type === "text" && before.clause.index === clause.index - 1 && isOnlyAsking(part, ctx))
      return [{ op: "covered", why: "this is summed up already", args: { by: before.ref } }];
    const paths = await choosePaths(part, ctx);
    if (paths.length === 0) return [absentStep(ctx.request.lang === "de")];
    const { limits, answerLang, lang } = ctx.request;
    const maxSentences = limits.sentences;
    const step: DraftStep = {
      op: "summarise",
      why: `say what ${paths.slice(0, 3).join(", ")} says`,
      args: {
        paths,
        request: part.text,
        lang: answerLang ?? (await ctx.memory.profile()).language ?? lang,
        maxWords: limits.maxWords ?? (maxSentences === null ? DEFAULT_WORDS : maxSentences * 28),
        maxSentences,
      },
    };
    const save = targetStep(part, ctx, "@-1");
    return save ? [step, save] : [step];
  },
};

/** Files that the request names; else those that fit its words. */
async function choosePaths(part: Part, ctx: PlanContext): Promise<string[]> {
  const named = ctx.request.paths.filter((path) => path.exists && withinClause(part, path));
  const readable = (path: string) => {
    const doc = ctx.catalogue.doc(path);
    return doc !== null && isReadable(doc);
  };
  const files = named.filter((path) => !path.folder && readable(path.path)).map((path) => path.path);
  if (files.length > 0) return files;
  const folder = named.find((path) => path.folder);
  const within =
    folder && ctx.catalogue.docs.filter((doc) => doc.path.startsWith(`${folder.path}/`) && isReadable(doc));
  const parts = sentences(part.text);
  const additions = parts.length > 1 ? parts.filter((sentence) => ADDITION.test(sentence.text)) : [];
  const skip = [
    ...additions,
    ...leftOutSpans(part.text),
    ...ctx.request.paths.map((path) => ({ start: path.start - part.start, end: path.end - part.start })),
    ...[...part.text.matchAll(ASKING)].map((match) => ({ start: match.index, end: match.index + match[0].length })),
  ];
  const ranking = rankDocs(part.text, ctx, { skip, readable: true });
  const texts = ranking.docs.filter(
    (entry) => entry.doc.kind !== "calendar" || /\b(?:calendar|kalender|termin\w*)\b/iu.test(part.text),
  );
  ranking.docs = texts;
  const pool = within ? { ...ranking, docs: ranking.docs.filter((entry) => within.includes(entry.doc)) } : ranking;
  if (SEVERAL.test(part.text) && !ranking.newest) {
    if (within && ranking.needs.length === 0) return within.slice(0, 12).map((doc) => doc.path);
    return (await chooseDocs(part.text, pool, ctx)).slice(0, 12).map((entry) => entry.doc.path);
  }
  // Who the summary is for need not stand in the text.
  const free = pool.docs.some((entry) => entry.complete)
    ? pool
    : { ...pool, docs: pool.docs.map((entry) => ({ ...entry, complete: true })) };
  const one = await chooseDoc(part.text, withoutDrafts(free, part.text), ctx);
  return one ? [one.doc.path] : [];
}

const DRAFT = /(?<!\p{L})(?:entwurf|draft|überholt|superseded|veraltet|outdated)(?!\p{L})/iu;

/** A draft that says so gives way to the paper itself, unless a draft is asked for. */
function withoutDrafts(ranking: Ranking, text: string): Ranking {
  if (DRAFT.test(text)) return ranking;
  const isDraft = ({ doc }: Ranking["docs"][number]) =>
    DRAFT.test(`${doc.path.replaceAll(/[/_.-]/gu, " ")} ${doc.text.slice(0, 160)}`);
  const final = ranking.docs.filter((entry) => !isDraft(entry));
  const [best, draft] = [final[0]?.score ?? 0, ranking.docs[0]?.score ?? 0];
  return best >= draft * 0.5 ? { ...ranking, docs: final } : ranking;
}

/** Nothing in the words tells which text is meant. */
function isOnlyAsking(part: Part, ctx: PlanContext): boolean {
  const skip = [
    ...part.text.matchAll(ASKING),
    ...part.text.matchAll(/(?<!\p{L})(?:e-?mails?|team|text|note|notiz|brief|letter)(?!\p{L})/giu),
  ];
  const spans = skip.map((match) => ({ start: match.index, end: match.index + match[0].length }));
  return !rankDocs(part.text, ctx, { skip: spans, readable: true }).needs.some((need) => need.weight >= 0.7);
}

function absentStep(german: boolean): DraftStep {
  const say = german ? "Einen solchen Text finde ich nicht in den Dateien." : "I find no such text in the files.";
  return { op: "answer", why: "no text fits", args: { value: null, kind: "absent", evidence: [], say } };
}
