import type { Request } from "../../request/index.ts";
import type { Clause } from "../../types.ts";
import { readScale } from "./scale.ts";

/** Verbs that order a change, as an order or an infinitive. */
const CHANGES =
  /(?<!\p{L})(?:chang(?:e|ing)|(?:ab|um)?ändere?n?|(?:ab|um)?aendere?n?|correct|korrigiere?n?|berichtige?n?|update|aktualisiere?n?|adjust|anpassen|pass(?:e|t)?(?=\s.*\san\b)|edit|modify|amend|fix|raise|increase|erhöhe?n?|anheben|hebe?(?=\s.*\san\b)|lower|reduce|senke?n?|reduziere?n?|replace|ersetze?n?|tausche?n?|delete|remove|lösche?n?|entferne?n?|streiche?n?|strike|cross (?:out|off)|tick|check off|abhaken|hake?(?=\s.*\sab\b)|mark(?!et)|markiere?n?|(?:ein|um|nach|aus)?trage?n?(?=[\s.!]|$)|reschedule|verschiebe?n?|verlege?n?|cancel|storniere?n?|record(?= (?:that|it|this|the|in|as))|vermerke?n?|erfasse?n?|register|enter|set(?=\s)|setze?n?(?=\s)|stell(?:e|en)?(?=\s.*\s(?:auf|um|ein)\b)|switch|unsubscribe|abmelden|fill in|ausfüllen|füll(?:e)?(?=\s.*\saus\b)|add(?! (?:it |them |these )?up)|füge?(?=\s.*\s(?:hinzu|ein|an)\b)|hinzufügen|ergänze?n?|aufnehmen|nimm(?=\s.*\s(?:auf|heraus|raus)(?!\p{L}))|anlegen|lege?(?=\s.*\san\b)|book|reopen|put(?=\s.*\s(?:up|down)(?!\p{L}))|take(?=\s.*\soff(?!\p{L})))(?!\p{L})/iu;

/** Statements that a record has to follow, without a verb of order. */
const FACTS =
  /(?<!\p{L})(?:(?:has|hat|haben|have) (?:an? |eine? |einen )?(?:new|neue[nrs]?) \p{L}+|(?:the|die|der|das|his|her|seine?|ihre?) (?:new|neue[rns]?) (?:phone|mobile|address|e-?mail|number|price|date|time|telefon\p{L}*|adresse|anschrift|handy\p{L}*|nummer|preis|termin|uhrzeit|iban|\p{L}+nummer)|moved to|has moved|umgezogen|verzogen|(?:is|are|was|were) (?:now|paid|cancelled|finished|done|sold|postponed|moved|back)|(?:ist|sind|wurden?) (?:jetzt|nun|bezahlt|abgesagt|storniert|fertig|erledigt|verkauft|verschoben|zurück)|(?:wurde|ist|sind|wurden)\s.{1,50}\s(?:bezahlt|überwiesen|geliefert|abgeschlossen|abgesagt|storniert|erledigt|verkauft)|(?:was|were|has been|have been)\s.{0,40}\s?(?:paid|delivered|finished|cancelled|returned|sold|raised|lowered|completed)|lautet jetzt|heißt jetzt|no longer wants?|doesn't want|möchte keine?n?|will keine?n?|möchte nicht mehr|takes? over|übernimmt|übernehmen|verschiebt sich|verzögert sich|is postponed|postponed (?:to|until)|bekommt (?:ab |jetzt|künftig|nun)|gets? .{1,30} from now|from now on|(?:rauf|runter|hoch|herunter|up|down) (?:auf|to) \d|ab jetzt|ab sofort|künftig|kostet (?:jetzt|ab|nun|künftig)|costs? .{1,30} now|now (?:costs?|runs?|takes?|starts?|ends?|has|is)|needs to (?:move|be moved)|can only come|kann erst|kann nur|kommt erst|wechselt|switches to|changes to|(?:jetzt|nun) (?:erst|schon|wieder|auch)|wieder aktiv\p{L}*)(?!\p{L})/iu;

/** A plain statement ("The boundary wall case is settled."): not a question, no order to look something up. */
const STATES =
  /^(?:(?:the|our|der|die|das|unsere?|mr|mrs|ms|dr|herr|frau|familie|firma)\s|\p{Lu})[^?:]{3,120}\s(?:is|are|has|have|was|were|will|takes?|gets?|pays?|ist|sind|hat|haben|wurden?|wird|bekommt|zahlt|beginnt|endet|kostet|gehört|heißt)\s[^?]{2,120}[.!]?$/iu;
const LOOKS_UP =
  /(?<!\p{L})(?:list|show|give|tell|make(?! sure)|write|find|count|liste|zeige?|gib|nenne?|mach|erstell\p{L}*|such\p{L}*|schreib\p{L}*|zähle?)(?!\p{L})/iu;

/** The clause gives values for a row: "Trag in die Buchungen ein: 10.11.2026, Beleg 7, …", "Add 2 hours …, to the time sheet." */
const ROW_GIVEN =
  /(?<!\p{L})(?:(?:trage?|buche?|füge?|schreibe?|erfasse?|ergänze?|enter|record|book)(?!\p{L})[^:]{3,80}:\s[^,]+,[^,]+,|add(?!\p{L}).{10,160}\sto\s(?:the|our)\s(?:\S+\s){0,3}(?:list|sheet|table|log|register|book|ledger|file)(?!\p{L}))/iu;

const NEW_ENTRY =
  /^(?:new|neue[rns]?)\s+(?!phone|mobile|address|price|telefon|adresse|anschrift|preis)\p{L}[\p{L}-]*\s*:/iu;
const ASKS =
  /^(?:what|how|who|when|where|which|was|wie|wer|wann|wo|welche\p{L}*|gibt es|is there|are there|do we|haben wir)(?!\p{L})/iu;
const OTHER =
  /(?<!\p{L})(?:draft|entwurf|reply|antworte?|letter|brief (?:an|to)|summari[sz]e|fass\s.*zusammen|table of|als tabelle|a list of|rename|umbenennen|benenne?|extract|zieh)(?!\p{L})/iu;
const PLACES =
  /(?:list|liste|table|tabelle|sheet|plan|kalender|calendar|ledger|records?|kartei|stammdaten|datei|file|entry|eintrag|column|spalte|row|zeile|status|stock|bestand|bestände|posten|notes|notizen|hours|zeiten|bedingungen|terms|appointments?|projects?|customers?|clients?|kunden|preise?|prices?)(?!\p{L})/iu;

/** The order asks to be told something, whatever facts were mentioned around it. */
const asksFor = (order: string) =>
  ASKS.test(order.trim()) ||
  /^[^?]*(?<!\p{L})(?:what|how|which|who|was|wie|welche\p{L}*|wer)(?!\p{L})[^?]*\?/iu.test(order);

/** How surely a clause wants an entry changed, by its wording. */
export function editFit(clause: Clause, request: Request): number {
  const { text } = clause;
  const order = clause.order ?? text;
  const trimmed = order.trim();
  if (NEW_ENTRY.test(text.trim())) return 0.92;
  if (OTHER.test(order)) return 0.1;
  if (ROW_GIVEN.test(text)) return 0.9;
  const changes = CHANGES.test(order);
  const fact =
    (FACTS.test(text) && (changes || !asksFor(order))) ||
    (!LOOKS_UP.test(text) &&
      !asksFor(order) &&
      /(?<!\p{L})(?:jetzt|nun|ab sofort|künftig|now|from now on)(?!\p{L})/iu.test(text));
  if (!changes && !fact && STATES.test(text.trim()) && !LOOKS_UP.test(text)) return 0.55;
  if (!changes && !fact && readScale(text) === null) return 0;
  if (ASKS.test(trimmed)) return 0.15;
  if (readScale(text) !== null) return 0.92;
  // "2026/014" is a number of something, no folder.
  const paths = request.paths.filter((path) => text.includes(path.text) && /\p{L}/u.test(path.text));
  if (paths.some((path) => !path.exists && !path.folder)) return 0.2;
  const folder = paths.some((path) => path.folder && !path.exists);
  if (folder) return 0.3;
  if (!changes) return 0.8;
  const placed = PLACES.test(text) || paths.some((path) => path.exists && !path.folder) || readScale(text) !== null;
  return placed || fact || request.quotes.length > 0 ? 0.9 : 0.8;
}

/** The clause gives a whole new entry: changing an old one instead would be wrong. */
export function isNewEntry(text: string): boolean {
  return (
    NEW_ENTRY.test(text.trim()) ||
    ROW_GIVEN.test(text) ||
    /(?<!\p{L})(?:add|register|enter|anlegen|lege?|erfasse?n?|aufnehmen|nimm|füge?|trage?)\s+(?:bitte\s+|please\s+)?(?:an?|the|eine[nr]?|den|die|das)?\s*(?:new|neue[nrs]?)(?!\p{L})\s+(?!phone|mobile|address|price|telefon|adresse|anschrift|preis|nummer|number|date|datum|termin\s+(?:auf|am|ist))/iu.test(
      text,
    )
  );
}
