import type { Request } from "../request/index.ts";
import type { Clause, DraftStep, PlanContext, Planner } from "../types.ts";
import { planAppendRow } from "./edit/appendRow.ts";
import { planDeleteRows } from "./edit/deleteRows.ts";
import { planReplace } from "./edit/replace.ts";
import { planScale, readScale } from "./edit/scale.ts";
import { planSetCell } from "./edit/setCell.ts";
import { planTextValue } from "./edit/textValue.ts";
import { planTick } from "./edit/tick.ts";
import { readClause, type Reading } from "./shared/reading.ts";

const CHANGES =
  /\b(?:chang\w*|änder\w*|aender\w*|abänder\w*|correct\w*|korrigier\w*|berichtig\w*|update\w*|aktualisier\w*|set|setz\w*|stell\w*|mark\w*|markier\w*|adjust\w*|anpass\w*|pass\w*|edit\w*|modif\w*|trag\w*|eintrag\w*|enter|amend\w*|fix|raise|increase\w*|erhöh\w*|heb\w*|lower|reduce\w*|senk\w*|reduzier\w*|cut|replac\w*|ersetz\w*|tausch\w*|delete|remove|lösch\w*|entfern\w*|streich\w*|strike|cross|tick|check off|hak\w*|abhak\w*|put|fill in|füll\w*|move|verschieb\w*|verleg\w*|reschedul\w*|switch|cancel|stornier\w*|record|erfass\w*|register|add|füg\w*|ergänz\w*|leg\w*|nimm|close|schließ\w*|reopen|book|buch\w*|make it|unsubscrib\w*|abmeld\w*)\b/iu;
const FACTS =
  /\b(?:new (?:phone|mobile|address|email|e-mail|number|price|date|time)|neue[rns]? (?:telefon\w*|adresse|anschrift|e-?mail\w*|handy\w*|nummer|preis|termin|uhrzeit|iban)|moved to|umgezogen|is now|ist jetzt|ist nun|lautet jetzt|no longer wants|möchte keinen?|will keinen?)\b/iu;
const ASKS = /^(?:what|how|who|when|where|which|was|wie|wer|wann|wo|welche\w*|gibt es|is there|are there)\b/iu;
const OTHER =
  /\b(?:draft|entwurf|reply|antworte?|letter|brief|summar\w*|fass\w*|zusammenfass\w*|table of|als tabelle|a list of|rename\w*|umbenenn\w*|benenn\w*)\b/iu;
const PLACES =
  /\b(?:list\b|liste\b|\w+liste|table|tabelle|sheet|plan\b|\w+plan\b|kalender|calendar|record|kartei|stammdaten|datei|file|entry|eintrag|column|spalte|row|zeile|status)/iu;

/** Changes what stands in tables and texts. */
export const editPlanner: Planner = {
  name: "edit",
  about: "change, add or delete entries in an existing table or text",
  fits(clause: Clause, request: Request): number {
    const { text } = clause;
    if (OTHER.test(text)) return 0.1;
    const asks = ASKS.test(text.trim()) || text.trim().endsWith("?");
    const fact = FACTS.test(text);
    const changes = CHANGES.test(text);
    if (!changes && !fact) return 0;
    if (asks) return 0.15;
    const paths = request.paths.filter((path) => text.includes(path.text));
    if (paths.some((path) => !path.exists && !path.folder)) return 0.2;
    let score = changes && fact ? 0.85 : 0.6;
    if (PLACES.test(text)) score += 0.15;
    if (paths.some((path) => path.exists && !path.folder)) score += 0.1;
    if (readScale(text) !== null) score += 0.15;
    return Math.min(0.95, score);
  },
  async plan(clause, ctx) {
    return planEdit(readClause(clause, ctx), ctx);
  },
};

const REPLACE =
  /\b(?:replac\w*|ersetz\w*|tausch\w*|durch|instead of|statt|anstelle|search and replace|suchen und ersetzen)\b/iu;
const DELETE =
  /\b(?:delete|remove|lösch\w*|entfern\w*|streich\w*|strike|cross (?:out|off)|wirf|nimm .{0,60}(?:raus|heraus)|drop)\b/iu;
const TICK =
  /\b(?:tick\w*|check(?:ed)? off|hak\w*|abhak\w*|abgehakt|cross off|mark .{0,60} (?:done|finished)|als erledigt)\b/iu;
const NEW_ROW =
  /\b(?:add|new|neue[nrs]?|neu|füg\w*|ergänz\w*|trag\w*|eintrag\w*|enter|nimm|aufnehm\w*|leg\w*|anleg\w*|erfass\w*|register|book|buch\w*|record)\b/iu;

async function planEdit(reading: Reading, ctx: PlanContext): Promise<DraftStep[] | null> {
  const { text } = reading;
  const scale = readScale(text);
  if (scale !== null) {
    const steps = await planScale(scale, reading, ctx);
    if (steps) return steps;
  }
  if (REPLACE.test(text)) {
    const steps = await planReplace(reading, ctx);
    if (steps) return steps;
  }
  if (TICK.test(text) || DELETE.test(text)) {
    const steps = await planTick(reading, ctx, DELETE.test(text) && !TICK.test(text));
    if (steps) return steps;
  }
  if (DELETE.test(text)) {
    const steps = await planDeleteRows(reading, ctx);
    if (steps) return steps;
  }
  if (NEW_ROW.test(text)) {
    const steps = await planAppendRow(reading, ctx);
    if (steps) return steps;
  }
  return (
    ((await namesText(reading, ctx)) ? await planTextValue(reading, ctx) : null) ??
    (await planSetCell(reading, ctx)) ??
    planTextValue(reading, ctx)
  );
}

/** The clause names a text file (and no table) to change. */
async function namesText(reading: Reading, ctx: PlanContext): Promise<boolean> {
  return reading.paths.some((path) => path.exists && !path.folder && ctx.catalogue.doc(path.path)?.kind === "text");
}
