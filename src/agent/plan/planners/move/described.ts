import { fold, labelled, words, type Doc } from "../../../../files/index.ts";
import { linkColumns } from "../../lexicon/index.ts";
import { toSpec } from "../fields/spec.ts";
import type { Piece, Take } from "./pieces.ts";

const SURNAME =
  /(?<!\p{L})(?:surnames?|last names?|family names?|nachname[ns]?|familienname[ns]?|zuname[ns]?)(?!\p{L})/iu;
const FIRST_NAME = /(?<!\p{L})(?:first names?|given names?|christian names?|vorname[ns]?)(?!\p{L})/iu;
/** "the surname of the owner", "Nachname des Halters", "the owner's surname". */
const WHOSE =
  /(?:name[ns]?|names)\s+(?:of|des|der|vom|von)\s+(?:(?:the|der|dem|den|dem jeweiligen|jeweiligen)\s+)?(\p{L}+)|(?<!\p{L})(\p{L}+)['’]s\s+(?:sur|last |first |family )?name/iu;

/**
 * The pattern of an example that no document bears ("agreement Smith"): what the request says in words too is constant text,
 * the name at its end stands for a person of each document, first name, surname or both, as the request tells. null when it has no such
 * end, or the documents name nobody.
 */
export function describedPattern(example: string, request: string, sources: readonly Doc[]): Piece[] | null {
  const around = fold(request.split(example).join(" "));
  const said = (word: string) => new RegExp(String.raw`(?<!\p{L})${word}(?!\p{L})`, "u").test(around);
  const list = words(example);
  const firstOpen = list.findIndex(({ word, text }) => !said(word) && /^\p{Lu}\p{L}+$/u.test(text));
  const isHeld = list.some(({ word }, at) => at >= firstOpen && sources.some((doc) => holds(doc, word)));
  const open = list.slice(firstOpen);
  if (firstOpen < 0 || isHeld || open.some(({ text }) => /\d/u.test(text))) return null;
  const label = labelMeant(WHOSE.exec(request), sources);
  if (label === null) return null;
  const start = open[0]?.start ?? 0;
  const separator = /^\p{L}+([-_ ])/u.exec(example.slice(start))?.[1] ?? " ";
  const name: Piece = { type: "name", from: { label }, take: takeMeant(request, open.length), separator };
  const before: Piece[] = start === 0 ? [] : [{ type: "text", text: example.slice(0, start) }];
  return [...before, name];
}

const holds = (doc: Doc, word: string) => words(doc.text).some((other) => other.word === word);

function takeMeant(request: string, count: number): Take {
  const [last, first] = [SURNAME.test(request), FIRST_NAME.test(request)];
  if (last !== first && count === 1) return last ? "last" : "first";
  return count === 1 ? "last" : "whole";
}

/** The label under which the documents name the person: the one that the words mean, else the one that holds names in all of them. */
function labelMeant(whose: RegExpExecArray | null, sources: readonly Doc[]): string | null {
  const said = whose?.[1] ?? whose?.[2] ?? null;
  const pairs = sources.map((doc) => labelled(doc.text).filter(({ value }) => isPerson(value)));
  const labels = [...new Set(pairs.flat().map(({ label }) => label))].map((label) => ({
    label,
    count: pairs.filter((own) => own.some((pair) => fold(pair.label) === fold(label))).length,
    score: said === null ? 0 : (linkColumns(said, [{ name: label }])[0]?.score ?? 0),
    isName: toSpec(label).type === "name" ? 1 : 0,
  }));
  const best = labels.toSorted((a, b) => b.score - a.score || b.count - a.count || b.isName - a.isName)[0];
  return best && best.count >= sources.length * 0.5 ? best.label : null;
}

/** Two or three capitalised words, an initial or a title among them. */
const isPerson = (value: string) =>
  /^(?:(?:mr|mrs|ms|miss|dr|prof|herrn?|frau)\.?\s+)?\p{Lu}[\p{L}.'’-]*(?:\s+(?:von|van|de|der|den|zu)?\s*\p{Lu}[\p{L}'’-]+){1,2}(?:\s*[(,].*)?$/iu.test(
    value.trim(),
  ) && /^\p{Lu}/u.test(value.trim());
