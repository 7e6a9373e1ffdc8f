import type { Context } from "../../../core/index.ts";
import type { Evidence } from "../../../store/index.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import { answerAsk } from "./answerAsk.ts";
import { readAsks, type Ask } from "./asks.ts";
import { findByMeaning, type Meaning } from "./byMeaning.ts";
import { checkDraft } from "./check/checkDraft.ts";
import { offerSlots } from "./offerSlots.ts";
import { phrase } from "./phrase/answer.ts";
import { toOwner } from "./phrase/owner.ts";
import { DE, DE_DU, EN, type ReplyTexts } from "./phrase/texts.ts";
import { topicOf } from "./phrase/topic.ts";
import type { Settled } from "./settle.ts";
import type { Draft, DraftSentence, FreeTimes, Letter, OwnerProfile } from "./types.ts";

export interface ReplyInput {
  mail: Letter;
  /** Oldest first; may hold the mail itself. */
  thread: readonly Letter[];
  owner: OwnerProfile;
  /** What the mail was judged to be; null: not judged. */
  judged: { class: string; needsReply: boolean } | null;
  /** The owner's; IANA name. */
  zone: string;
}

export interface ReplyParts {
  knowledge: Knowledge;
  calendar?: FreeTimes;
  /** For what words alone do not find. */
  meaning?: Meaning;
}

/** Nobody waits for an answer to these. */
const UNANSWERED = new Set(["newsletter", "spam", "automatic"]);

/**
 * A reply in the language of the mail, of facts of the knowledge base and the calendar alone. Contract: every sentence that says something
 * about the world has sources, and code has checked it against them (`checkDraft`); what nothing is known about is promised to be found out
 * and asked of the owner, never guessed. What the mail itself claims is no source. Null where no answer is due.
 */
export async function draftReply(input: ReplyInput, parts: ReplyParts, ctx: Context): Promise<Draft | null> {
  const { mail, owner, judged } = input;
  if (mail.direction === "out" || (judged !== null && (UNANSWERED.has(judged.class) || !judged.needsReply)))
    return null;
  const language = mail.language ?? "en";
  const texts = language === "en" ? EN : owner.address === "du" ? DE_DU : DE;
  const asks = readAsks(mail.text, mail.subject, language);
  const today = dayOf(ctx.clock.now(), input.zone);
  const said = earlier(input);
  const sentences: DraftSentence[] = [];
  const questions: string[] = [];
  const open: Ask[] = [];
  let sure = 1;
  for (const ask of asks) {
    ctx.signal.throwIfAborted();
    const slots = await offerSlots(ask, parts.calendar, { texts, language, zone: input.zone }, ctx);
    const settled: Settled = slots !== null ? { type: "nothing" } : await settleAsk(ask, mail.subject, parts, today);
    const answer = slots ?? (await toChecked(settled, ask, { language, texts, parts }));
    if (answer.length === 0) {
      open.push(ask);
      questions.push(toOwner(ask, settled, mail, owner.language));
      continue;
    }
    if (settled.type === "answer") sure = Math.min(sure, settled.sure);
    for (const sentence of answer) addOnce(sentences, sentence);
  }
  const deferred = defer(open, texts);
  if (asks.length === 0) {
    deferred.push({ text: texts.received, sources: [] });
    questions.push(toOwner(null, { type: "nothing" }, mail, owner.language));
  }
  const opening: DraftSentence = { text: said.length === 0 ? texts.thanks : texts.again, sources: [] };
  const body = [opening, ...sentences, ...deferred];
  return {
    language,
    subject: replySubject(mail.subject),
    text: assemble(body, { mail, owner, language, texts }),
    sentences: body,
    complete: asks.length > 0 && open.length === 0,
    questions,
    confidence: asks.length === 0 || sentences.length === 0 ? 0 : sure,
  };
}

/** By words; where these find nothing, by what is meant. */
async function settleAsk(ask: Ask, subject: string, parts: ReplyParts, today: string): Promise<Settled> {
  const { knowledge, meaning } = parts;
  const settled = await answerAsk(ask, knowledge, today);
  if (settled.type !== "nothing" || !meaning) return settled;
  const meant = await findByMeaning(ask, subject, { knowledge, meaning, today });
  return meant === null ? settled : { type: "answer", candidates: [meant], sure: meant.share };
}

/** The sentences that say it, or none where one of them does not stand up to the check. */
async function toChecked(
  settled: Settled,
  ask: Ask,
  { language, texts, parts }: { language: "de" | "en"; texts: ReplyTexts; parts: ReplyParts },
): Promise<DraftSentence[]> {
  if (settled.type !== "answer") return [];
  const options = { language, texts, quantity: ask.quantity };
  const sentences = settled.candidates.flatMap((candidate) => phrase(candidate, options));
  const sources = await readSources(
    sentences.flatMap((sentence) => sentence.sources),
    parts.knowledge,
  );
  return checkDraft({ sentences }, sources).length === 0 ? sentences : [];
}

async function readSources(
  evidence: readonly Evidence[],
  knowledge: Knowledge,
): Promise<{ id: string; text: string }[]> {
  const ids = [...new Set(evidence.map(({ source }) => source))];
  return Promise.all(ids.map(async (id) => ({ id, text: (await knowledge.textOf(id)) ?? "" })));
}

/** Two questions may have one answer, or one that holds the other. */
function addOnce(sentences: DraftSentence[], sentence: DraftSentence): void {
  if (sentences.some(({ text }) => text.includes(sentence.text))) return;
  const held = sentences.findIndex(({ text }) => sentence.text.includes(text));
  if (held === -1) sentences.push(sentence);
  else sentences[held] = sentence;
}

/** What has to be found out first, each matter once. */
function defer(open: readonly Ask[], texts: ReplyTexts): DraftSentence[] {
  const topics = [...new Set(open.map(topicOf))];
  return topics.map((topic) => ({ text: texts.unknown(topic), sources: [] }));
}

/** What was written to them in this thread before. */
const earlier = ({ thread, mail }: ReplyInput): Letter[] =>
  thread.filter(({ direction, at, id }) => direction === "out" && id !== mail.id && at <= mail.at);

function assemble(
  body: readonly DraftSentence[],
  { mail, owner, language, texts }: { mail: Letter; owner: OwnerProfile; language: "de" | "en"; texts: ReplyTexts },
): string {
  const [opening, ...rest] = body.map(({ text }) => text);
  const signOff = owner.signOff[language] ?? texts.signOff;
  const end = [
    signOff,
    ...(owner.signature === null ? (owner.name === null ? [] : [owner.name]) : [owner.signature]),
  ].join("\n");
  const name = greetedName(mail, owner, language);
  const word = owner.greeting[language];
  const greeting = word === null ? texts.greeting(name) : `${[word, ...(name === null ? [] : [name])].join(" ")},`;
  return [greeting, opening ?? "", rest.join("\n\n"), end].filter((part) => part !== "").join("\n\n");
}

/** The name to greet by: whole, or the first one where that is the custom; null for what is no person's name. */
function greetedName({ from }: Letter, owner: OwnerProfile, language: "de" | "en"): string | null {
  const name = (from?.name ?? "").replaceAll(/["'<>]/g, "").trim();
  if (!/^\p{Lu}[\p{L}'’.-]+(?: \p{Lu}?[\p{L}'’.-]+){0,3}$/u.test(name) || COMPANY.test(name)) return null;
  const first = name.split(" ")[0] ?? name;
  return language === "en" || owner.address === "du" ? first : name;
}

const COMPANY = /(?<![\p{L}])(?:GmbH|AG|KG|Ltd|Inc|LLC|Team|Service|Support|Info|Verein|e\.V)(?![\p{L}])/iu;

const replySubject = (subject: string): string => (/^(?:re|aw):/i.test(subject) ? subject : `Re: ${subject}`);

/** The day of a moment where the owner is, ISO. */
function dayOf(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    at,
  );
}
