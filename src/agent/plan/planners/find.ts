import { partOf, withinClause } from "../query/part.ts";
import { concepts } from "../lexicon/index.ts";
import { words } from "../../../files/index.ts";
import type { Clause, DraftStep, Planner } from "../types.ts";
import { chooseDoc, chooseDocs } from "./find/choose.ts";
import { rankDocs, type RankedDoc } from "./find/rank.ts";
import { targetStep } from "./target.ts";

const FILE =
  /\b(?:which|what|in which|welche[rnsm]?|in welche[rnsm]?) (?:of (?:the|our) )?(?:\p{L}+ )?(?:files?|e-?mails?|mails?|documents?|pdfs?|letters?|photos?|pictures?|images?|spreadsheets?|dateie?n?|dokumente?|unterlagen?|schreiben|briefe?|fotos?|bild(?:er)?|notiz(?:en)?|notes?)\b|\b(?:path|pfad)\b|(?:just|nur|only|me|mir|what is|what's|was ist) (?:the file|die datei)(?! (?:@|\S+\.\p{L}))/iu;
/** How the answer shall be says what is asked for: "Der Pfad reicht mir." */
const IS_ENOUGH = /\b(?:pfad|path|dateiname|file ?name) (?:reicht|genügt|is enough|will do|is all)(?!\p{L})/iu;
const WHERE =
  /\b(?:where(?:'s| is| are| can i find| did (?:we|i) (?:put|save|file|store)| do we keep)|wo (?:ist|sind|liegt|liegen|finde|findet|steht|hab\w*)|find me|finde?|suche?)\b/iu;
const MANY =
  /\b(?:which|welche[nr]?|all|alle) (?:of (?:the|our) )?(?:\p{L}+ )?(?:files|e-?mails|mails|documents|pdfs|letters|photos|dateien|dokumente|briefe|fotos|notizen|notes)\b/iu;
const PAPERS = new Set(
  "invoice receipt offer order contract report letter mail note document file photo logo scan pricelist deliverynote reminder statement creditnote labreport certificate orderconfirmation application attachment".split(
    " ",
  ),
);

const PAPER =
  /(?<!\p{L})(?:lease|agreement|polic(?:y|ies)|terms|licen[cs]e|certificate|manual|form|sheet|slip|minutes|\p{L}*(?:vertrag|police|urkunde|bescheid|zeugnis|anleitung|formular|protokoll|ordnung|bedingungen|vollmacht|liste|schein|beleg|abmachung|vereinbarung|absprache|regelung|abrede|nachweis|plan))(?!\p{L})/iu;

/** Which file holds or is something. */
export const findPlanner: Planner = {
  name: "find",
  about: "say which file or mail something is in, or where a document lies",
  fits(clause, request) {
    const order = clause.order ?? clause.text;
    // "Look the drivers out and put them into drivers.csv with name and day": rows are wanted, no file.
    if (request.columns.length > 1) return 0;
    if (FILE.test(order) || IS_ENOUGH.test(clause.text)) return 0.9;
    return WHERE.test(order) && speaksOfPaper(clause) ? 0.85 : 0;
  },
  async plan(clause, ctx) {
    const part = partOf(clause, ctx.request);
    const skip = ctx.request.paths
      .filter((path) => withinClause(part, path) && !path.exists)
      .map((path) => ({ start: path.start - part.start, end: path.end - part.start }));
    const ranking = rankDocs(part.text, ctx, { skip });
    const many = MANY.test(part.text);
    const one = many ? null : await chooseDoc(part.text, ranking, ctx);
    const found = many ? await chooseDocs(part.text, ranking, ctx) : one ? [one] : [];
    const steps: DraftStep[] = [found.length > 0 ? foundStep(found) : absentStep(ctx.request.lang === "de")];
    const save = found.length > 0 ? targetStep(part, ctx, "@-1") : null;
    return save ? [...steps, save] : steps;
  },
};

function speaksOfPaper(clause: Clause): boolean {
  return PAPER.test(clause.text) || words(clause.text).some((word) => concepts(word.text).some((id) => PAPERS.has(id)));
}

function foundStep(found: RankedDoc[]): DraftStep {
  const paths = found.map((entry) => entry.doc.path);
  return {
    op: "findFiles",
    why: `the file that fits: ${paths.slice(0, 3).join(", ")}`,
    args: {
      paths,
      evidence: found.map((entry) => ({ path: entry.doc.path, quote: (entry.sentences[0] ?? "").slice(0, 300) })),
    },
  };
}

function absentStep(german: boolean): DraftStep {
  const say = german ? "Eine solche Datei ist nicht da." : "There is no such file.";
  return { op: "answer", why: "no file fits", args: { value: null, kind: "absent", evidence: [], say } };
}
