import { formatDate, type Lang } from "../../../../files/index.ts";
import { showValue } from "../../result.ts";
import type { Need } from "../text/needs.ts";
import type { Asked } from "./asked.ts";
import type { Candidate } from "./types.ts";

/** The answer as a sentence, with the file that it stands in. */
export function composeAnswer(candidate: Candidate, asked: Asked, lang: Lang): string {
  const german = lang === "de";
  const value = show(candidate, asked, lang);
  return german ? `${value} – so steht es in ${candidate.path}.` : `${value} – as it says in ${candidate.path}.`;
}

function show(candidate: Candidate, asked: Asked, lang: Lang): string {
  const german = lang === "de";
  if (candidate.kind === "date") {
    const date = german
      ? formatDate(candidate.value, { pattern: "DD.MM.YYYY" })
      : formatDate(candidate.value, { pattern: "D MMMM YYYY", lang: "en" });
    const lead: Record<Asked["relation"], [string, string]> = {
      until: ["Bis zum ", "Until "],
      since: ["Seit dem ", "Since "],
      from: ["Ab dem ", "From "],
      "": ["Am ", "On "],
    };
    return `${lead[asked.relation][german ? 0 : 1]}${date}`;
  }
  if (candidate.kind === "number") {
    const plain = showValue(candidate.value, "number", lang);
    return candidate.shown.length <= 30 && /\d/u.test(candidate.shown) && candidate.source === "text"
      ? candidate.shown
      : plain;
  }
  return candidate.shown.replace(/[.!?]+$/u, "");
}

/** "Not in the files", with what was looked for. */
export function composeAbsent(needs: Need[], asked: Asked, lang: Lang): string {
  const german = lang === "de";
  const names = needs.filter((need) => need.role === "name").map((need) => need.text);
  const words = needs.filter((need) => need.role === "word" && need.weight >= 0.7).map((need) => need.text);
  const attribute = ATTRIBUTES[asked.type]?.[german ? 0 : 1] ?? words.slice(0, 3).join(" ");
  const about = names.length > 0 ? names.join(", ") : words.slice(0, 4).join(" ");
  return german
    ? `Das steht nicht in den Dateien: zu „${about}“ habe ich nichts zu „${attribute || "dieser Frage"}“ gefunden.`
    : `That is not in the files: I found nothing on “${attribute || "this question"}” for “${about}”.`;
}

const ATTRIBUTES: Partial<Record<Asked["type"], [string, string]>> = {
  iban: ["IBAN", "IBAN"],
  phone: ["Telefonnummer", "phone number"],
  email: ["E-Mail-Adresse", "e-mail address"],
  url: ["Internetadresse", "web address"],
};
