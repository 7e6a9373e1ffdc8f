import { fold, words, type Doc } from "../../../../files/index.ts";
import { related } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import { hasWord } from "../extract/pickDoc.ts";

/** A thing that is so or not so with a paper, as the paper itself, a note on it or a list says. */
interface State {
  name: string;
  yes: RegExp;
  no: RegExp;
  /** What holds when nothing speaks of it; null: then nobody knows. */
  silent: boolean | null;
}

const word = (inner: string) => new RegExp(String.raw`(?<!\p{L})(?:${inner})(?!\p{L})`, "iu");

const STATES: readonly State[] = [
  {
    name: "paid",
    yes: word(
      String.raw`paid(?! by| until)|bezahlt\p{L}*|beglichen\p{L}*|settled|abgebucht|eingezogen|debited|direct debit|lastschrift\p{L}*|ausgeglichen|überwiesen(?: am)?|betrag (?:dankend )?erhalten|payment received|received with thanks`,
    ),
    no: word(
      String.raw`unpaid|unbezahlt\p{L}*|outstanding|overdue|überfällig\p{L}*|(?:noch )?offene?[nrs]?|to be paid|must be paid|zu bezahlen|must pay`,
    ),
    silent: false,
  },
  {
    name: "agreed",
    yes: word(
      String.raw`ja|yes|agreed?|consents?|granted|einverstanden|zugestimmt|stimm\p{L}* zu|erlaub(?:t|en)|genehmigt\p{L}*|bewilligt\p{L}*|eingewilligt|willigt ein|erteilt\p{L}*|approved|accepted|angenommen\p{L}*|allowed`,
    ),
    no: word(
      String.raw`nein|no|refus\p{L}*|declin\p{L}*|reject\p{L}*|object\p{L}*|abgelehnt\p{L}*|lehn\p{L}* ab|ablehn\p{L}*|verweiger\p{L}*|untersag\p{L}*|widerspr\p{L}*|widerruf\p{L}*|zurückgezogen\p{L}*|zurückgenommen|zieh\p{L}* zurück|withdr[ae]w\p{L}*|revok\p{L}*|den(?:y|ied)|took back|taken back|opt(?:ed)? out`,
    ),
    silent: null,
  },
  {
    name: "signed",
    yes: word(
      String.raw`signed|unterschrieben\p{L}*|unterzeichnet\p{L}*|gezeichnet|gez\.?|signature (?:is )?(?:there|present|on file)|unterschrift\p{L}* (?:liegt|liegen|ist|vorhanden)|(?:signature|unterschrift):\s*\p{L}+|countersigned|gegengezeichnet`,
    ),
    no: word(
      String.raw`unsigned|(?:nicht|un)\s?unterschrieben\p{L}*|unterschrift\p{L}* (?:fehlt|fehlen|steht aus|offen)|signature (?:is )?missing|ohne unterschrift|without (?:a )?signature|(?:signature|unterschrift|signed(?: by)?)\s*:?\s*(?:_{2,}|\.{3,}|…+|-{3,}|$)`,
    ),
    silent: false,
  },
  {
    name: "cancelled",
    yes: word(
      String.raw`cancel\p{L}*|called off|storniert\p{L}*|abgesagt\p{L}*|gekündigt\p{L}*|kündigung|terminated|annulliert`,
    ),
    no: word(String.raw`still on|findet statt|ungekündigt\p{L}*`),
    silent: false,
  },
  {
    name: "done",
    yes: word(
      String.raw`done|completed?|finished|erledigt\p{L}*|abgeschlossen\p{L}*|fertig\p{L}*|ausgeführt|closed|resolved|settled`,
    ),
    no: word(String.raw`unfinished|incomplete|unerledigt\p{L}*|in progress|in arbeit|pending|still open`),
    silent: false,
  },
];

const NEGATION = word(
  String.raw`not|no|never|n['’]t|isn['’]t|hasn['’]t|wasn['’]t|don['’]t|doesn['’]t|didn['’]t|without|nicht|kein\p{L}*|nie|ohne|noch nicht|yet to be`,
);

export interface AskedState {
  state: State;
  wanted: boolean;
}

/** "who does not want …", "wer keine … möchte": no consent. */
const UNWILLING =
  /(?<!\p{L})(?:not|n['’]t|never|nicht|kein\p{L}*|nie)(?!\p{L})[^.?!]{0,60}(?<!\p{L})(?:wants?|wish\p{L}*|like|allow|agree|consent|möchten?|wollen|will|wünsch\p{L}*|mag|dürfen|darf|einverstanden)(?!\p{L})/iu;

/** The states that words of a request ask for: "unpaid", "wer keine Bilder möchte", "refused or later withdrawn". */
export function askedStates(text: string): AskedState[] {
  return STATES.flatMap((state) => {
    if (state.name === "agreed" && UNWILLING.test(text)) return [{ state, wanted: false }];
    const wanted = saysOf(text, state);
    return wanted === null ? [] : [{ state, wanted }];
  });
}

/** What one line says of a state; the word against it, or a negation beside the word for it, makes it false. */
function saysOf(line: string, state: State): boolean | null {
  if (state.no.test(line)) return NEGATION.test(before(line, state.no)) && state.name !== "agreed";
  const hit = state.yes.exec(line);
  if (!hit) return null;
  const near = line.slice(Math.max(0, hit.index - 60), hit.index + hit[0].length + 30).split(/[.;:!?]\s/u);
  return !near.some((part) => state.yes.test(part) && NEGATION.test(part));
}

function before(line: string, pattern: RegExp): string {
  const at = pattern.exec(line)?.index ?? 0;
  return line.slice(Math.max(0, at - 12), at);
}

/**
 * Whether a paper is in a state. Later lines supersede earlier ones; of boxes only the ticked one counts; where a paper
 * speaks of several things, only lines about the asked one do ("Punkt 1" is the line that begins with 1).
 */
export function isInState(doc: Doc, { state, wanted }: AskedState, topics: string[], ctx: PlanContext): boolean {
  const lines = doc.text.split("\n").filter((line) => line.trim() !== "");
  const own = topicLines(lines, topics);
  let said: boolean | null = null;
  for (const line of own) {
    const read = withoutOpenBoxes(line);
    if (read !== null) said = saysOf(read, state) ?? said;
  }
  said ??= inTables(doc, state, ctx) ?? state.silent;
  return said === wanted;
}

/** "[x] nein [ ] ja" says "nein"; null when there are boxes and none is ticked. */
function withoutOpenBoxes(line: string): string | null {
  const boxes = [...line.matchAll(/([[(]\s*[xX✓✗✔]?\s*[\])]|[☐☒☑□■])\s*([^[(☐☒☑□■]*)/gu)];
  if (boxes.length < 2) return line;
  const ticked = boxes.filter(({ 1: box = "" }) => /[xX✓✗✔☒☑■]/u.test(box)).map(({ 2: label = "" }) => label);
  return ticked.length === 0 ? null : ticked.join(" ");
}

/** The lines about the topics, and those that refer to them by number; all lines when none is. */
function topicLines(lines: string[], topics: string[]): string[] {
  const about = (line: string) =>
    topics.some((topic) => words(line).some(({ word: one }) => one === fold(topic) || related(one, topic) >= 0.8));
  const direct = lines.filter(about);
  if (direct.length === 0 || direct.length === lines.length) return lines;
  const numbers = direct.flatMap((line) => /^\s*[([]?(\d{1,2}|[a-z])[.)\]]/iu.exec(line)?.[1] ?? []);
  const refers = (line: string) =>
    numbers.some((number) =>
      new RegExp(
        String.raw`(?:punkt|nr\.?|ziffer|point|item|no\.?|number|frage|question)\s*${number}(?!\d)`,
        "iu",
      ).test(line),
    );
  // A note below that names no point at all speaks of all of them.
  const general = (line: string) =>
    !/(?:punkt|nr\.?|ziffer|point|item|number|frage|question)\s*\d/iu.test(line) &&
    !/^\s*[([]?\d{1,2}[.)\]]/u.test(line);
  return lines
    .filter((line) => about(line) || refers(line) || general(line))
    .map((line) => lastReference(line, refers));
}

/** Of a line with several sentences only those count that speak of the point. */
function lastReference(line: string, refers: (text: string) => boolean): string {
  const parts = line.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
  const own = parts.filter(refers);
  return own.length > 0 ? own.join(" ") : line;
}

/** What a row that carries the paper's number says in a column of its own. */
function inTables(doc: Doc, state: State, ctx: PlanContext): boolean | null {
  const text = fold(doc.text.slice(0, 3000));
  for (const table of ctx.catalogue.tables) {
    if (table.kind !== "table" || table.path === doc.path) continue;
    for (const row of table.rows) {
      const keys = table.keys
        .map((key) => row[key]?.raw.trim() ?? "")
        .filter((raw) => /\d/u.test(raw) && raw.length > 3);
      if (!keys.some((key) => hasWord(text, fold(key)))) continue;
      for (const cell of row) {
        const said = cell.raw.length <= 30 ? saysOf(cell.raw, state) : null;
        if (said !== null) return said;
      }
    }
  }
  return null;
}
