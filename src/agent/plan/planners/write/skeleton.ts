import type { Lang } from "../../../../files/index.ts";
import type { Occasion } from "./occasion.ts";
import { states } from "./states.ts";
import type { Collected } from "./types.ts";

const OPENINGS: Record<Occasion, [string, string]> = {
  reply: ["vielen Dank für Ihre Nachricht.", "Thank you for your message."],
  reminder: ["bestimmt ist es im Alltag nur untergegangen:", "This has surely just slipped through:"],
  invitation: ["wir laden Sie herzlich ein.", "You are warmly invited."],
  announcement: ["wir möchten Sie über Folgendes informieren.", "We would like to inform you of the following."],
  thanks: ["wir möchten uns herzlich bei Ihnen bedanken.", "We would like to thank you very much."],
  apology: ["wir bitten um Entschuldigung.", "Please accept our apologies."],
  confirmation: ["hiermit bestätigen wir Ihnen Folgendes.", "We hereby confirm the following."],
  cancellation: ["leider müssen wir Ihnen absagen.", "Unfortunately we have to cancel."],
  inquiry: ["wir haben eine Anfrage an Sie.", "We have an inquiry."],
  congratulation: ["wir gratulieren Ihnen herzlich.", "Congratulations."],
  letter: ["wir schreiben Ihnen in folgender Sache.", "We are writing to you about the following."],
};

const ENDINGS: Partial<Record<Occasion, [string, string]>> = {
  reply: ["Bei weiteren Fragen melden Sie sich gern.", "Please get in touch if you have any further questions."],
  invitation: ["Wir freuen uns auf Sie.", "We look forward to seeing you."],
  inquiry: ["Über eine kurze Rückmeldung freuen wir uns.", "We would be glad to hear from you."],
  announcement: ["Bei Fragen melden Sie sich gern.", "Please get in touch if you have any questions."],
};

/** A plain letter by code alone: never elegant, always right. */
export function skeletonOf(occasion: Occasion, collected: Collected, lang: Lang, today: string): string[] {
  const at = lang === "de" ? 0 : 1;
  const uncovered = collected.facts.filter(
    (fact) => fact.required && !collected.sentences.some((sentence) => states(sentence, fact, today)),
  );
  const stated = [
    ...collected.sentences,
    ...uncovered.map((fact) => (fact.kind === "gist" ? fact.text : `${fact.label}: ${fact.text}.`)),
  ];
  const ending = ENDINGS[occasion]?.[at];
  return [OPENINGS[occasion][at], ...stated, ...(ending ? [ending] : [])];
}
