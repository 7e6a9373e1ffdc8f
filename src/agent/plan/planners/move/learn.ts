import { fold, labelled, words, type Doc } from "../../../../files/index.ts";
import type { SourceTable } from "../../gather/types.ts";
import { directConcepts } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import { addresseeOf, letterheadOf } from "./docParts.ts";
import { withoutLegalForm } from "./names.ts";
import type { NameSource, Piece, Take } from "./pieces.ts";

/** One part of several names, each with the document that bears the name. */
export type Samples = readonly { doc: Doc; text: string }[];

/** What holds for at least half of the samples, the most often found first; null when nothing does. */
function majority<T>(samples: Samples, read: (sample: Samples[number]) => T[], key: (found: T) => string): T | null {
  const votes = new Map<string, { count: number; found: T }>();
  for (const sample of samples) {
    for (const found of new Map(read(sample).map((one) => [key(one), one])).values())
      votes.set(key(found), {
        count: (votes.get(key(found))?.count ?? 0) + 1,
        found: votes.get(key(found))?.found ?? found,
      });
  }
  const best = [...votes.values()].toSorted((a, b) => b.count - a.count)[0];
  return best && best.count >= samples.length * 0.5 ? best.found : null;
}

/** Whose name the words are: the sender's, the recipient's, or the one behind a label; whole, first or last word. */
export function learnName(samples: Samples): Piece | null {
  const separator = samples.map(({ text }) => /[-_ ]/u.exec(text)?.[0]).find((sign) => sign !== undefined) ?? "-";
  const read = ({ doc, text }: Samples[number]) => {
    const sources: { from: NameSource; name: string | null }[] = [
      { from: "sender", name: letterheadOf(doc) },
      { from: "recipient", name: addresseeOf(doc) },
      ...labelled(doc.text).map(({ label, value }) => ({ from: { label }, name: nameIn(value) })),
    ];
    return sources.flatMap(({ from, name }) => {
      const plain = name === null ? null : withoutLegalForm(name);
      const isLegal = plain !== name && name !== null && takeOf(name, text) === "whole";
      const take = plain === null ? null : isLegal ? "legal" : takeOf(plain, text);
      return take === null ? [] : [{ from, take }];
    });
  };
  const best = majority(
    samples,
    read,
    ({ from, take }) => `${typeof from === "string" ? from : fold(from.label)} ${take}`,
  );
  return best ? { type: "name", ...best, separator } : null;
}

/** "Stöver, Margret (Auszug)": the name without what is said about it. */
export const nameIn = (value: string) => value.replace(/\s*[(;].*$/su, "").trim();

function takeOf(name: string, part: string): Take | null {
  const squeeze = (text: string) => fold(text).replaceAll(/[^\p{L}\p{N}]+/gu, "");
  const list = words(name).map(({ word }) => word);
  if (squeeze(name) === squeeze(part)) return "whole";
  if (squeeze(part) === list[0]) return "first";
  if (squeeze(part) === list.at(-1)) return "last";
  return squeeze(part).length > 3 && squeeze(name).startsWith(squeeze(part)) ? "first" : null;
}

/** The word of a line right before a value: a label without a colon ("Wohnung W02", "Lehrer: PS"). */
export function learnBehind(samples: Samples, body: RegExp): Piece | null {
  const read = ({ doc, text }: Samples[number]) =>
    [
      ...doc.text.matchAll(new RegExp(String.raw`(\p{L}[\p{L}-]+)[.:#\s]{1,3}${escaped(text)}(?![\p{L}\d])`, "giu")),
    ].flatMap(({ 1: word = "" }) => (isNumberWord(word) ? [] : [word]));
  const word = majority(samples, read, fold);
  return word === null ? null : { type: "behind", word, body };
}

/** "Rechnung 1187", "Nr. 12": the number of the document itself, nothing that a label would have to find. */
function isNumberWord(word: string): boolean {
  return (
    /^(?:nr|no|nummer|number)$/iu.test(word) ||
    directConcepts(word).some((id) =>
      /number$|^(?:invoice|offer|deliverynote|reminder|report|order|contract|creditnote|receipt)$/u.test(id),
    )
  );
}

/** The table whose row has the value and, in another column, something that the document says. */
export function learnLinked(samples: Samples, ctx: PlanContext): Piece | null {
  const read = ({ doc, text }: Samples[number]) =>
    ctx.catalogue.tables
      .filter((table) => table.kind === "table")
      .flatMap((table) => {
        const row = table.rows.find((cells) => cells.some((cell) => fold(cell.raw.trim()) === fold(text)));
        const give = row?.findIndex((cell) => fold(cell.raw.trim()) === fold(text)) ?? -1;
        if (!row) return [];
        const by = row.findIndex((cell, at) => at !== give && isTelling(table, at) && holdsValue(doc, cell.raw));
        return by === -1 ? [] : [{ table: table.id, give, by }];
      });
  const best = majority(samples, read, ({ table, give, by }) => `${table} ${give} ${by}`);
  return best ? { type: "linked", ...best } : null;
}

/** A column whose values tell rows apart: no value in it stands in two of five rows. */
function isTelling(table: SourceTable, at: number): boolean {
  const values = table.rows.map((row) => fold(row[at]?.raw.trim() ?? "")).filter((value) => value !== "");
  return new Set(values).size > values.length * 0.7;
}

const street = (text: string) =>
  fold(text)
    .replaceAll(/str(?:asse|aße|\.)(?![\p{L}])/gu, "str")
    .replaceAll(/\s+/gu, " ");

export function holdsValue(doc: Doc, raw: string): boolean {
  const value = street(raw.trim());
  if (value.length < 4) return false;
  const text = street(doc.text);
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    if (!/[\p{L}\d]/u.test(text[at - 1] ?? " ") && !/[\p{L}\d]/u.test(text[at + value.length] ?? " ")) return true;
  }
  return false;
}

/** The label that stands before the date in the documents; null when it is their first date or differs. */
export function learnDateLabel(
  samples: readonly { doc: Doc; iso: string }[],
  datesOf: (text: string) => string[],
): string | null {
  const read = ({ doc, iso }: { doc: Doc; iso: string }) =>
    labelled(doc.text).flatMap(({ label, value }) => (datesOf(value)[0] === iso ? [label] : []));
  const asSamples = samples.map(({ doc, iso }) => ({ doc, text: iso }));
  return majority(asSamples, ({ doc, text }) => read({ doc, iso: text }), fold);
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
