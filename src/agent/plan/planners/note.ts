import { sum } from "../../../files/index.ts";
import { renderNumber, renderValue, speaksOfMoney } from "../ops/render.ts";
import { orderOf, type Request } from "../request/index.ts";
import type { Clause, DraftStep, PlanContext, Planner, Prior, Val } from "../types.ts";
import { noteFile } from "./note/file.ts";
import { fillPlaceholder, headingOf, literalText } from "./note/text.ts";
import { readClause, type Reading } from "./shared/reading.ts";

const ADDS =
  /(?<!\p{L})(?:add|append|note|jot|insert|ergänz\p{L}*|anhäng\p{L}*|häng\p{L}*|notier\p{L}*|füg\p{L}*|trag\p{L}*|vermerk\p{L}*|setz\p{L}*|write (?:down|at the end)|schreib\p{L}*|put|write|enter|set|speicher\p{L}*|save|leg|lege|store|record|kommt|kommen|goes|belongs)(?!\p{L})/iu;
const APPENDS =
  /(?<!\p{L})(?:add|append|ergänz\p{L}*|anhäng\p{L}*|häng\p{L}*|füg\p{L}*|dazu|hinzu|to the end|at the end|ans ende|am ende|unten an|another line|weitere zeile)(?!\p{L})/iu;
const OVERWRITES =
  /(?<!\p{L})(?:overwrite|replace (?:the|its) (?:content|file)|überschreib\p{L}*|ersetz\p{L}* den inhalt)(?!\p{L})/iu;
const LINE =
  /(?<!\p{L})(?:line|zeile|to-?do|todo|reminder|eintrag|entry|note|notiz|bullet|punkt|stichpunkt|aufgabe|task|item)(?!\p{L})/iu;
const REFERS =
  /(?<!\p{L})(?:only|nur|just|nothing else|sonst nichts|that|this|diese[nrsm]?|it|es|the (?:number|total|sum|amount|result|count|overall|answer|names?|list)|(?:die|den|das|der) (?:anzahl|summe|betrag|ergebnis|zahl|gesamt\p{L}*|wert|saldo|liste|namen?))(?!\p{L})/iu;
/** "A short note to Sian Beddoes", "ein paar Zeilen an Frau Lind": that is a letter. */
const TO_SOMEBODY =
  /(?<!\p{L})(?:[Nn]otes?|[Ll]ines?|[Zz]eilen|[Nn]otiz)\s+(?:to|an)\s+(?:(?:[Mm]rs?|[Mm]s|[Dd]r|[Hh]errn?|[Ff]rau|[Ff]amilie)\.?\s+)?\p{Lu}\p{Ll}+/u;

/** "a line saying that …", "eine Zeile, dass …": the words of the line follow. */
const SAYS =
  /(?<!\p{L})(?:saying|says|that|to (?:say|call|order|ask|buy)|dass|daß|mit dem text|lautend)(?!\p{L})|:\s/iu;
const COUNTS = /(?<!\p{L})(?:number|count|how many|anzahl|zahl der|wie viele|wieviele)(?!\p{L})/iu;
const SUMS = /(?<!\p{L})(?:(?:overall|grand|sum) ?total|total|sum|gesamt\p{L}*|summe|insgesamt)(?!\p{L})/iu;

/** Puts a given line, or what an earlier clause found, into a text file. */
export const notePlanner: Planner = {
  name: "note",
  about: "add a given line to a note, or put the result just found into a text file",
  fits(clause: Clause, request: Request): number {
    const text = orderOf(clause, request);
    const paths = request.paths.filter((path) => !path.folder && clause.text.includes(path.text));
    const textFile = paths.some((path) => /\.(?:txt|md|log)$/iu.test(path.path));
    const quoted = request.quotes.some((quote) => text.includes(quote.text));
    if (
      !ADDS.test(text) ||
      TO_SOMEBODY.test(text) ||
      /(?<!\p{L})(?:reply|answer|antwort\p{L}*|letter|brief|draft|entwurf|mail|e-mail|summary|summari[sz]e|zusammenfass\p{L}*|fass\p{L}*|column|spalten?|translate|übersetz\p{L}*)(?!\p{L})/iu.test(
        text,
      )
    )
      return 0;
    if (textFile && LINE.test(text) && (quoted || SAYS.test(text))) return 0.95;
    if (textFile && (clause.index > 0 || request.follows) && REFERS.test(text)) return 0.9;
    if (quoted && APPENDS.test(text)) return 0.8;
    if (
      /(?<!\p{L})(?:to-?do|todo|notes?|notiz\p{L}*|merkzettel|einkaufs(?:zettel|liste)|shopping list|aufgabenliste)(?!\p{L})/iu.test(
        text,
      ) &&
      !/(?<!\p{L})(?:delete|remove|tick|streich\p{L}*|lösch\p{L}*|hak\p{L}*|cross|erledigt|done)(?!\p{L})/iu.test(text)
    )
      return APPENDS.test(text) || quoted ? 0.8 : 0.6;
    return textFile && REFERS.test(text) ? 0.5 : 0;
  },
  async plan(clause, ctx, prior) {
    const reading = readClause(clause, ctx);
    const path = await noteFile(reading, ctx);
    if (path === null) return null;
    const literal = literalText(reading);
    const source = lastResult(prior);
    const refers =
      literal !== null &&
      !literal.quoted &&
      source !== null &&
      (REFERS.test(literal.text) || COUNTS.test(literal.text) || SUMS.test(literal.text));
    if (literal !== null && !refers) return planLine(literal, path, source, reading, ctx);
    if (!source) return null;
    return planResult(source, path, reading, ctx);
  },
};

interface Source {
  ref: string;
  val: Val;
}

/** The last result that is something to write down; saving steps in between do not count. */
function lastResult(prior: Prior): Source | null {
  return prior.results.findLast(({ val }) => val.type !== "done") ?? null;
}

function planLine(
  literal: { text: string; quoted: boolean },
  path: string,
  source: Source | null,
  reading: Reading,
  ctx: PlanContext,
): DraftStep[] | null {
  const number = source ? numberOf(source.val, reading, ctx) : null;
  const filled = fillPlaceholder(literal.text, number);
  if (filled === null) return null;
  const under = headingOf(reading.text);
  const marked = /^\s*(?:[-*+•]|\d+[.)])\s/u.test(filled);
  const isTable = /\.(?:csv|tsv|xlsx)$/iu.test(path);
  if (isTable) return null;
  return [
    {
      op: "append",
      why: `Add a line to ${path}`,
      args: { path, text: filled, item: !marked, ...(under === null ? {} : { under }) },
    },
  ];
}

/** The number that a placeholder or "the right number" stands for. */
function numberOf(val: Val, reading: Reading, ctx: PlanContext): string | null {
  const lang = ctx.request.answerLang ?? ctx.request.lang;
  if (val.type === "value") return val.value === null ? null : renderValue(val, ctx.request);
  if (val.type === "files") return String(val.paths.length);
  if (val.type === "table") {
    const column = sumColumn(val);
    const asksSum = SUMS.test(reading.text) && !COUNTS.test(reading.text) && column !== null;
    if (!asksSum) return String(val.table.rows.length);
    return renderNumber(sum(val.table.rows.flatMap((row) => row[column] ?? [])), lang, speaksOfMoney(ctx.request.text));
  }
  return val.type === "text" ? val.text : null;
}

/** The one column of numbers that can be added up (the last of several). */
function sumColumn(val: Val): number | null {
  if (val.type !== "table") return null;
  const at = val.table.columns.findLastIndex(({ kind }) => kind === "number");
  return at === -1 ? null : at;
}

function planResult(source: Source, path: string, reading: Reading, ctx: PlanContext): DraftStep[] | null {
  const { val, ref } = source;
  const steps: DraftStep[] = [];
  let from = ref;
  const many = val.type === "table" || val.type === "files";
  const single = val.type === "table" && val.table.rows.length === 1 && val.table.columns.length === 1;
  if (many && !single) {
    const column = sumColumn(val);
    const wantsCount = COUNTS.test(reading.text);
    if (wantsCount || (SUMS.test(reading.text) && column !== null)) {
      steps.push({
        op: "derive",
        why: wantsCount ? "Count them" : "Add them up",
        args: wantsCount ? { from: ref, fn: "count" } : { from: ref, fn: "sum", column },
      });
      from = "@-1";
    }
  }
  const exists = ctx.catalogue.doc(path) !== null && (ctx.catalogue.doc(path)?.text.trim() ?? "") !== "";
  const mode = OVERWRITES.test(reading.text) ? "overwrite" : exists && APPENDS.test(reading.text) ? "append" : "new";
  steps.push({ op: "save", why: `Write it into ${path}`, args: { from, path, mode } });
  return steps;
}
