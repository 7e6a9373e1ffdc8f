import { fold, words, type Doc } from "../../../../files/index.ts";
import type { PlanContext } from "../../types.ts";
import { EMAIL, PHONE, STREET } from "../shared/patterns.ts";
import { unitsOf } from "../text/units.ts";
import { isOldValue } from "./values.ts";

/** What a mail can tell of its sender, how a request speaks of it, and how it is said to the table. */
const KINDS = [
  {
    asks: /(?<!\p{L})(?:e-?mail[ -]?(?:address|adresse)|mailadresse)(?!\p{L})/iu,
    pattern: EMAIL,
    words: { de: "neue E-Mail-Adresse", en: "new e-mail address" },
  },
  {
    asks: /(?<!\p{L})(?:phone|mobile|number|\p{L}*(?:telefon|handy|mobil|ruf)\p{L}*|nummer)(?!\p{L})/iu,
    pattern: PHONE,
    words: { de: "neue Telefonnummer", en: "new phone number" },
  },
  {
    asks: /(?<!\p{L})(?:address|adresse|anschrift|moved|moving|umzieh\p{L}*|umgezogen|zieht um|umzug)(?!\p{L})/iu,
    pattern: STREET,
    words: { de: "neue Anschrift", en: "new address" },
  },
] as const;

const MAILED =
  /(?<!\p{L})(?:(?:e-?)?mails?|mailed|wrote|written|message|letter|geschrieben|gemailt|schreibt|schrieb|nachricht|brief|schreiben)(?!\p{L})/iu;
/** What the sentence before says: "Da ist eine Mail gekommen, dass …". */
const CAME =
  /(?<!\p{L})(?:(?:e-?)?mail|message|letter|nachricht|brief|schreiben)(?!\p{L}).{0,20}(?<!\p{L})(?:came|arrived|is in|gekommen|eingegangen|da)(?!\p{L})|(?<!\p{L})(?:mailed|wrote|written|gemailt|geschrieben|got an? (?:e-?)?mail)(?!\p{L})/iu;
const FRESH =
  /(?<!\p{L})(?:new|now|from now|right|correct|moved|moving|instead|neue?[nrsm]?|ab sofort|künftig|jetzt|nun|dann|richtig\p{L}*|umgezogen|umzug|ziehen|lautet)(?!\p{L})/iu;

interface Told {
  sender: string;
  value: string;
  score: number;
  date: string;
  quote: string;
}

/**
 * "She mailed us her new number": the order with the value that the mail states, said of its sender. Only a value of the
 * asked shape is taken out of the mail, never its words. null when the order has the value itself or no mail states one.
 */
export async function withMailedValue(text: string, ctx: PlanContext): Promise<string | null> {
  const isMailed = MAILED.test(text) || CAME.test(ctx.request.text);
  const kind = isMailed ? KINDS.find(({ asks }) => asks.test(text)) : undefined;
  if (!kind || kind.pattern.test(text)) return null;
  const told = ctx.catalogue.docs
    .filter((doc) => doc.kind === "mail")
    .flatMap((doc) => toldIn(doc, kind.pattern, ctx.request.text))
    .toSorted((a, b) => b.score - a.score || b.date.localeCompare(a.date));
  const best = told[0];
  if (!best) return null;
  const close = told.filter(({ score }) => score >= best.score - 0.5).slice(0, 5);
  const chosen =
    close.length < 2
      ? 0
      : await ctx.fill.choose({
          question: `The request is: "${text}"\nWhich mail does it speak of?`,
          options: close.map((one) => ({ label: `${one.sender}: ${one.value}`, about: one.quote })),
        });
  const { sender, value } = close[chosen ?? 0] ?? best;
  const order = text.replace(/[\s.!?]*$/u, "");
  return ctx.request.lang === "de"
    ? `${order}. ${sender}: ${kind.words.de}: ${value}.`
    : `${order}. ${sender}: the ${kind.words.en}: ${value}.`;
}

/** The value that a mail states as the new one; the last where it states several. */
function toldIn(doc: Doc, pattern: RegExp, text: string): Told[] {
  const sender = (doc.meta["from"] ?? "")
    .replace(/<[^>]*>/u, "")
    .replaceAll(/["']/gu, "")
    .trim();
  if (sender === "" || sender.includes("@")) return [];
  const subject = FRESH.test(doc.meta["subject"] ?? "") ? 1 : 0;
  const found = unitsOf(doc).flatMap((unit) =>
    [...unit.text.matchAll(new RegExp(pattern.source, "gu"))].flatMap((match) => {
      const span = { start: match.index, end: match.index + match[0].length, text: match[0] };
      if (isOldValue(unit.text, span)) return [];
      const town = /^,?\s*(?:in\s+)?\d{5}\s+\p{Lu}[\p{L}-]+/u.exec(unit.text.slice(span.end))?.[0] ?? "";
      const score = FRESH.test(unit.text) ? 2 : FRESH.test(unit.before) ? 1 : 0;
      return [{ value: (match[0] + town).trim(), score, quote: unit.text.replaceAll(/\s+/gu, " ") }];
    }),
  );
  const best = found.toReversed().toSorted((a, b) => b.score - a.score)[0];
  if (!best || best.score + subject === 0) return [];
  const said = new Set(words(text).map(({ word }) => word));
  const named = words(fold(sender)).filter(({ word }) => word.length > 2 && said.has(word)).length;
  return [{ ...best, sender, score: best.score + subject + 2 * named, date: doc.meta["date"] ?? "" }];
}
