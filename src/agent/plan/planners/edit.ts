import type { Request } from "../request/index.ts";
import type { Clause, DraftStep, PlanContext, Planner } from "../types.ts";
import { planAppendRow } from "./edit/appendRow.ts";
import { withMailedValue } from "./edit/mailedValue.ts";
import { planDeleteRows } from "./edit/deleteRows.ts";
import { planReplace } from "./edit/replace.ts";
import { withoutRemarks } from "./edit/remarks.ts";
import { planScale, readScale } from "./edit/scale.ts";
import { docNamed, rankTables } from "./edit/target.ts";
import { planSetCell } from "./edit/setCell.ts";
import { planTextValue } from "./edit/textValue.ts";
import { editFit, isNewEntry } from "./edit/shape.ts";
import { planTick } from "./edit/tick.ts";
import { readClause, type Reading } from "./shared/reading.ts";

/** Changes what stands in tables and texts. */
export const editPlanner: Planner = {
  name: "edit",
  about: "change, add or delete entries in an existing table or text",
  fits(clause: Clause, request: Request): number {
    return editFit(clause, request);
  },
  async plan(clause, ctx) {
    const text = withoutRemarks(clause.text);
    const mailed = await withMailedValue(text, ctx);
    if (mailed === null) return planEdit(readClause({ ...clause, text }, ctx), ctx);
    // The value changes an entry that is there, so nothing is added.
    return planSetCell(readClause({ ...clause, text: mailed }, ctx), ctx);
  },
};

const REPLACE =
  /(?<!\p{L})(?:replac\p{L}*|ersetz\p{L}*|tausch\p{L}*|durch|instead of|statt|anstelle|search and replace|suchen und ersetzen)(?!\p{L})/iu;
const DELETE =
  /(?<!\p{L})(?:delete|remove|lösch\p{L}*|entfern\p{L}*|streich\p{L}*|strike|cross (?:out|off)|wirf|nimm .{0,60}(?:raus|heraus)|drop|take .{1,80} off)(?!\p{L})/iu;
const TICK =
  /(?<!\p{L})(?:tick\p{L}*|check(?:ed)? off|hak\p{L}*|abhak\p{L}*|abgehakt|cross off|mark .{0,60} (?:done|finished)|als erledigt)(?!\p{L})/iu;
const NEW_ROW =
  /(?<!\p{L})(?:add|new|neue[nrs]?|neu|füg\p{L}*|ergänz\p{L}*|trag\p{L}*|eintrag\p{L}*|enter|nimm|aufnehm\p{L}*|leg\p{L}*|anleg\p{L}*|erfass\p{L}*|(?<!(?:the|our|my|a|der|das|im) )(?:register|book|record|buch\p{L}*))(?!\p{L})/iu;

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
    if (isNewEntry(text)) return null;
  }
  if (textIsNamed(reading, ctx)) {
    const steps = await planTextValue(reading, ctx);
    if (steps) return steps;
  }
  return (await planSetCell(reading, ctx)) ?? planTextValue(reading, ctx);
}

/** The clause names a text file by path, or by its name more surely than any table. */
function textIsNamed(reading: Reading, ctx: PlanContext): boolean {
  if (reading.paths.some((path) => path.exists && !path.folder && ctx.catalogue.doc(path.path)?.kind === "text"))
    return true;
  const table = rankTables(reading, ctx)[0]?.named ?? 0;
  const text = Math.max(
    0,
    ...ctx.catalogue.docs.filter((doc) => doc.kind === "text").map((doc) => docNamed(doc, reading)),
  );
  return text >= 0.75 && text > table;
}
