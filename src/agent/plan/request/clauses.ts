import { sentences } from "../../../files/index.ts";
import type { Clause } from "../types.ts";
import type { Request } from "./types.ts";

/** A verb that opens a new order inside a sentence: "… and put the number in …", "… und leg … an". */
const VERBS =
  "(?:schreib|schreibe|leg|lege|speicher|speichere|benenn|benenne|verschieb|verschiebe|kopier|zähl|zähle|rechne|berechne|erstell|erstelle|trag|trage|setz|setze|änder|ändere|füg|füge|häng|hänge|mach|mache|pack|packe|stell|stelle|fass|fasse|sag|nenn|nenne|such|suche|lösch|lösche|zieh|ziehe|markier|markiere|streich|" +
  "write|save|put|store|rename|move|count|compute|calculate|add|append|set|change|create|make|draft|sum|summarise|summarize|list|tell|mark|delete|remove|update|send|note|give|name|replace|enter)";

/** A comma or "and"/"und"/"then"/"danach" before a verb that gives an order. */
const JOINT = new RegExp(
  String.raw`(?:[,;]\s*|\s+)(?:(?:and|und|then|dann|danach|anschließend|afterwards|after that|sowie)\s+){1,3}(?:(?:please|bitte|also|auch|only|nur|just)\s+)*(?=${VERBS}(?![\p{L}\p{N}_]))|;\s+`,
  "giu",
);

/** Sentences that add to the one before instead of asking for something: "Just the number, please." */
const ADDITION =
  /^(?:just|only|nur|bitte nur|please only|dates?|keep it|not more|at most|höchstens|maximal|give me (?:just|only|the batch|the)|ich brauche? nur|i (?:just |only )?need (?:just |only )|leave out|ohne|without|ignore|don't|nicht|in welch|the columns|mit den spalten|use the columns|answer in|auf (?:deutsch|englisch)|sort|sortier|two decimals|zwei nachkommastellen|only count|the tax office|it is for|das ist für|der entwurf|the draft|the result|das ergebnis|number, amount|nummer, betrag|rounded|gerundet|ask me nothing)/iu;

/** A sentence that goes on with another piece of work: "Danach kommt …". */
const NEXT = /^(?:then|danach|dann|anschließend|afterwards|after that|finally|zum schluss|zuletzt)(?![\p{L}\p{N}_])/iu;

/** Leads a sentence that is an order or a question of its own. */
const ORDER = new RegExp(
  String.raw`^(?:(?:then|danach|dann|anschließend|afterwards|and|und|also|please|bitte|außerdem)[,\s]+)*(?:${VERBS}(?![\p{L}\p{N}_])|(?:was|wer|wie|wann|wo|welche[rnms]?|wieviel|what|who|how|when|where|which)(?![\p{L}\p{N}_])|can you|could you|kannst du|könntest du)`,
  "iu",
);

/**
 * Splits a request into what is asked for, in order. Background sentences ("I missed the meeting on Monday.") stay with
 * the clause after them, additions ("Just the number, please.") with the one before.
 */
export function splitClauses(text: string): Clause[] {
  const pieces: { text: string; start: number; order: boolean }[] = [];
  for (const sentence of sentences(text)) {
    let from = 0;
    for (const match of sentence.text.matchAll(JOINT)) {
      const head = sentence.text.slice(from, match.index);
      if (head.trim().length < 8) continue;
      pieces.push({ text: head, start: sentence.start + from, order: isOrder(head) });
      from = match.index + match[0].length;
    }
    const tail = sentence.text.slice(from);
    if (tail.trim()) pieces.push({ text: tail, start: sentence.start + from, order: from > 0 || isOrder(tail) });
  }
  return join(pieces);
}

/** The clause with "@" in the place of each path: a word inside a path says nothing about the work. */
export function proseOf(clause: Clause, request: Request): string {
  return request.paths.reduce((text, path) => text.replaceAll(path.text, "@"), clause.text);
}

function isOrder(text: string): boolean {
  const head = text.trim();
  return !ADDITION.test(head) && (ORDER.test(head) || NEXT.test(head) || head.endsWith("?"));
}

const MOVES =
  /(?<![\p{L}\p{N}_])(?:rename|move|benenn[\p{L}\p{N}]*|verschieb[\p{L}\p{N}]*|umbenennen|verschieben|kommt in den ordner|sort(?:iere)? .* (?:into|in) (?:folders|ordner))(?![\p{L}\p{N}_])/iu;
/** "save it as …", "put that in …", "write this amount to …", "sag mir den Namen": no work of its own. */
const BACKWARD =
  /^(?:(?:then|danach|dann|and|und|also|please|bitte|auch)[,\s]+)*(?:(?:save|store|put|write|keep|speicher[\p{L}\p{N}]*|leg[\p{L}\p{N}]*|schreib[\p{L}\p{N}]*|pack[\p{L}\p{N}]*|trag[\p{L}\p{N}]*|name|rename|move|leave|give|sum|fass[\p{L}\p{N}]*|benenn[\p{L}\p{N}]*|verschieb[\p{L}\p{N}]*|lass|send|gib|stell[\p{L}\p{N}]*|mach[\p{L}\p{N}]*|nenn[\p{L}\p{N}]*|sort[\p{L}\p{N}]*|list[\p{L}\p{N}]*)\s+(?:(?:me|mir|mal|bitte|nur|only|just)\s+)*(?:it|that|this|them|these|the (?:result|list|table|sum|number|name|amount|whole)|das|es|sie|ihn|die (?:liste|tabelle|datei|antwort|zahl|summe)|das (?:ergebnis|ganze|resultat)|den betrag|dies[\p{L}\p{N}]*)(?![\p{L}\p{N}_])|(?:save|store|put|speicher[\p{L}\p{N}]*|leg[\p{L}\p{N}]*)\s+(?:the (?:draft|answer|reply|letter|summary|text)|den (?:text|entwurf|brief)|die (?:antwort|mail|zusammenfassung))(?![\p{L}\p{N}_])|(?:sag|tell|nenn|gib|give)\s+(?:me|mir|uns|us)(?![\p{L}\p{N}_]))/iu;

function refersBack(text: string, before: string): boolean {
  return BACKWARD.test(text) && (!MOVES.test(text) || MOVES.test(before));
}

function join(pieces: { text: string; start: number; order: boolean }[]): Clause[] {
  const clauses: Clause[] = [];
  let lead = null as { text: string; start: number } | null;
  for (const piece of pieces) {
    const text = piece.text.trim();
    const last = clauses.at(-1);
    if (last && (!piece.order || refersBack(text, last.text)))
      last.text = `${last.text}${/[.!?]$/u.test(last.text) ? "" : ","} ${text}`;
    else if (piece.order) {
      clauses.push({
        text: lead ? `${lead.text} ${text}` : text,
        index: clauses.length,
        start: lead?.start ?? piece.start,
      });
      lead = null;
    } else lead = lead ? { text: `${lead.text} ${text}`, start: lead.start } : { text, start: piece.start };
  }
  if (lead) clauses.push({ text: lead.text, index: clauses.length, start: lead.start });
  return clauses;
}
