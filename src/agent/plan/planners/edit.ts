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
  /(?<!\p{L})(?:chang\p{L}*|änder\p{L}*|aender\p{L}*|abänder\p{L}*|correct\p{L}*|korrigier\p{L}*|berichtig\p{L}*|update\p{L}*|aktualisier\p{L}*|set|setz\p{L}*|stell\p{L}*|mark\p{L}*|markier\p{L}*|adjust\p{L}*|anpass\p{L}*|pass\p{L}*|edit\p{L}*|modif\p{L}*|trag\p{L}*|eintrag\p{L}*|enter|amend\p{L}*|fix|raise|increase\p{L}*|erhöh\p{L}*|heb\p{L}*|lower|reduce\p{L}*|senk\p{L}*|reduzier\p{L}*|cut|replac\p{L}*|ersetz\p{L}*|tausch\p{L}*|delete|remove|lösch\p{L}*|entfern\p{L}*|streich\p{L}*|strike|cross|tick|check off|hak\p{L}*|abhak\p{L}*|put|fill in|füll\p{L}*|move|verschieb\p{L}*|verleg\p{L}*|reschedul\p{L}*|switch|cancel|stornier\p{L}*|record|erfass\p{L}*|register|add|füg\p{L}*|ergänz\p{L}*|leg\p{L}*|nimm|close|schließ\p{L}*|reopen|book|buch\p{L}*|make it|unsubscrib\p{L}*|abmeld\p{L}*)(?!\p{L})/iu;
const FACTS =
  /(?<!\p{L})(?:new (?:phone|mobile|address|email|e-mail|number|price|date|time)|neue[rns]? (?:telefon\p{L}*|adresse|anschrift|e-?mail\p{L}*|handy\p{L}*|nummer|preis|termin|uhrzeit|iban)|moved to|umgezogen|is now|ist jetzt|ist nun|lautet jetzt|no longer wants|möchte keinen?|will keinen?)(?!\p{L})/iu;
const ASKS =
  /^(?:what|how|who|when|where|which|was|wie|wer|wann|wo|welche\p{L}*|gibt es|is there|are there)(?!\p{L})/iu;
const OTHER =
  /(?<!\p{L})(?:draft|entwurf|reply|antworte?|letter|brief|summar\p{L}*|fass\p{L}*|zusammenfass\p{L}*|table of|als tabelle|a list of|rename\p{L}*|umbenenn\p{L}*|benenn\p{L}*)(?!\p{L})/iu;
const PLACES =
  /(?<!\p{L})(?:list\b|liste\b|\w+liste|table|tabelle|sheet|plan\b|\w+plan\b|kalender|calendar|record|kartei|stammdaten|datei|file|entry|eintrag|column|spalte|row|zeile|status)/iu;

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
  /(?<!\p{L})(?:replac\p{L}*|ersetz\p{L}*|tausch\p{L}*|durch|instead of|statt|anstelle|search and replace|suchen und ersetzen)(?!\p{L})/iu;
const DELETE =
  /(?<!\p{L})(?:delete|remove|lösch\p{L}*|entfern\p{L}*|streich\p{L}*|strike|cross (?:out|off)|wirf|nimm .{0,60}(?:raus|heraus)|drop)(?!\p{L})/iu;
const TICK =
  /(?<!\p{L})(?:tick\p{L}*|check(?:ed)? off|hak\p{L}*|abhak\p{L}*|abgehakt|cross off|mark .{0,60} (?:done|finished)|als erledigt)(?!\p{L})/iu;
const NEW_ROW =
  /(?<!\p{L})(?:add|new|neue[nrs]?|neu|füg\p{L}*|ergänz\p{L}*|trag\p{L}*|eintrag\p{L}*|enter|nimm|aufnehm\p{L}*|leg\p{L}*|anleg\p{L}*|erfass\p{L}*|register|book|buch\p{L}*|record)(?!\p{L})/iu;

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
