import { sentences, type Doc } from "../../../../files/index.ts";
import { bodyOf } from "../../gather/fileTables.ts";
import type { PlanContext } from "../../types.ts";
import { chooseDoc } from "../find/choose.ts";
import { rankDocs } from "../find/rank.ts";
import { instructionSpans, isInstruction } from "../text/instructions.ts";

/** Words of the order that say nothing of the mail's subject. */
const ORDER_WORDS =
  /(?<!\p{L})(?:please|bitte|draft|write|reply|answer|antwort\p{L}*|entwurf|schreib\p{L}*|beantwort\p{L}*|mails?|e-?mails?|about|figures|asks?|asked|keep|under|words?|wörter\p{L}*|höchstens|maximal|put|save|both|questions?|fragen?|german|english|deutsch|englisch|wrote|us|nenn\p{L}*|language|länger|nicht)(?!\p{L})/giu;

/** The mail that is to be answered; null when none fits. */
export async function answeredMail(
  text: string,
  ctx: PlanContext,
  skip: { start: number; end: number }[],
): Promise<Doc | null> {
  const spans = [...text.matchAll(ORDER_WORDS)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const ranking = rankDocs(text, ctx, { skip: [...skip, ...spans], readable: true });
  const mails = { ...ranking, docs: ranking.docs.filter((entry) => entry.doc.kind === "mail") };
  const fitting = mails.docs.some((entry) => entry.complete)
    ? mails
    : { ...mails, docs: mails.docs.map((entry) => ({ ...entry, complete: true })) };
  const chosen = await chooseDoc(text, fitting, ctx);
  return chosen?.doc ?? null;
}

/** What a mail asks for, each as a sentence of its own, without lines that speak to a machine. */
export function questionsOf(mail: Doc): string[] {
  const body = bodyOf(mail);
  const hidden = instructionSpans(mail.text);
  const found: string[] = [];
  let before = "";
  for (const span of sentences(body.text)) {
    const start = span.start + body.start;
    const text = span.text.replaceAll(/\s+/gu, " ").trim();
    if (isInstruction(text) || hidden.some((one) => start < one.end && start + span.text.length > one.start)) continue;
    if (/\?["”»)]*$/u.test(text) || OPENS.test(text))
      found.push(...apart(text).map((piece) => withBefore(piece, before)));
    else if (WANTS.test(text)) found.push(...wishes(text));
    before = text;
  }
  return found;
}

/** A question that forgot its mark: "And what time is yoga on Tuesdays, my daughter would like to try it." */
const OPENS =
  /^(?:(?:and|und|also|außerdem)\s+)?(?:what|when|how|which|who|where|was|wann|wie|welche\p{L}*|wer|wo)\s+(?!ever)/iu;
/** What the asker says about themselves behind the question. */
const ASIDE = /,\s+(?:my|our|i|we|mein\p{L}*|unser\p{L}*|ich|wir|da|weil|because|since|as|damit|so that)(?!\p{L}).*$/iu;

/** "May we do that?" asks about the sentence before it. */
function withBefore(question: string, before: string): string {
  const content = question.split(/\s+/u).length;
  const refers = /(?<!\p{L})(?:das|es|dies|it|that|this|so)(?!\p{L})/iu.test(question);
  return refers && content <= 5 && before !== "" ? `${before.replace(/[.!]+$/u, "")}, ${question}` : question;
}

const WANTS =
  /(?<!\p{L})(?:(?:i|we) (?:need|would like|want) (?:to know|two|three|the|a few|some|your|an?)|let me know|tell me|send me (?:the|your)|could you (?:tell|send)|please (?:tell|send|let|confirm|quote)|(?:ich|wir) (?:brauche|benötige|brauchen|benötigen|möchte|möchten|hätte gern|würde\p{L}* gern)|(?:teilen|sagen|nennen|schicken|senden|geben) sie (?:mir|uns)|bitte um (?:auskunft|angabe|mitteilung|ein angebot))(?!\p{L})/iu;
const ASKS = /(?<!\p{L})(?:what|when|how|which|who|where|whether|if|was|wann|wie|welche\p{L}*|wer|wo|ob)(?!\p{L})/iu;

/** "when … and have you …?" are two questions when each has its own asking word or verb. */
function apart(text: string): string[] {
  const pieces = text.split(
    /,?\s+(?:and|und|sowie)\s+(?=(?:what|when|how|which|who|where|is|are|do|does|can|could|was|wann|wie|welche\p{L}*|wer|wo|ist|gibt|kann|können)(?!\p{L}))/iu,
  );
  return pieces
    .map((piece) =>
      piece
        .replace(/^(?:and|und|oder|or|also|außerdem)\s+/iu, "")
        .replace(ASIDE, "")
        .replace(/[.!]$/u, "")
        .trim(),
    )
    .map((piece) => (piece.endsWith("?") ? piece : `${piece}?`));
}

/** "I need two numbers: what we spent and how many clicks we got": the parts behind the colon. */
function wishes(text: string): string[] {
  const colon = /:\s+(.+)$/u.exec(text)?.[1];
  const list = colon ?? text;
  if (!ASKS.test(list))
    return /(?<!\p{L})(?:please|bitte|could you|let me know|teilen|schicken|nennen)(?!\p{L})/iu.test(text)
      ? [text]
      : [];
  return list
    .split(
      /,?\s+(?:and|und|sowie)\s+(?=(?:what|when|how|which|who|where|was|wann|wie|welche\p{L}*|wer|wo)(?!\p{L}))|;\s+/iu,
    )
    .filter((piece) => ASKS.test(piece))
    .map((piece) => `${piece.trim().replace(/[.!]$/u, "")}?`);
}

/** The name under the mail, "" when none stands there. */
export function signatureOf(mail: Doc): string {
  const lines = bodyOf(mail)
    .text.split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const last = lines.at(-1) ?? "";
  return /^\p{Lu}[\p{L}.' -]{1,40}$/u.test(last) ? last : "";
}

export function senderOf(mail: Doc): string {
  const from = mail.meta["from"] ?? "";
  const name = from
    .replace(/\s*<.*$/u, "")
    .replaceAll('"', "")
    .trim();
  return name.includes("@") ? "" : name;
}
