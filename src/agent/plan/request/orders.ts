/** The kinds of verbs that open an order; which kind follows which decides where one piece of work ends. */
export type Head = "take" | "count" | "move" | "change" | "save" | "tell" | "make" | "short";

/** German stems take their endings by rule: "schreib", "schreibe", "schreiben". */
const VERBS: Record<Head, { de: string; en: string }> = {
  take: {
    de: "nimm|nehmen|schau|guck|geh|prüf|durchsuch|lies|vergleich",
    en: "take|look|go|check|see|read|use|open|compare",
  },
  count: {
    de: "zähl|rechne|berechne|addier|summier|ermittel|ermittle|multiplizier",
    en: "count|compute|calculate|add up|sum(?! (?:it|them|that|this|the .{1,40}) up| up (?:the|it|what|for))|work out|multiply|subtract|divide",
  },
  move: {
    de: "benenn|verschieb|umbenenn|schieb|kopier|sortier|archivier|räum|nenn(?=e? (?:sie|es|ihn) )",
    en: "rename|move|copy|archive|file|(?:name|call)(?= (?:it|them|these|each) )",
  },
  change: {
    de: "trag|setz|änder|füg|ergänz|häng|lösch|markier|streich|ersetz|korrigier|berichtig|aktualisier|erhöh|senk|storniere?",
    en: "append|add|set|change|mark|delete|remove|update|replace|enter|correct|cancel|raise|lower|tick",
  },
  save: { de: "leg|speicher|schreib|pack|stell|vermerk|notier", en: "save|store|put|write|note|keep" },
  tell: { de: "sag|nenn|such|zeig|gib|find|liste", en: "tell|list|give|name|show|find|let me know|get" },
  make: {
    de: "erstell|mach|zieh|antwort|verfass|entwirf|formulier|erinner|bereit|lad",
    en: "create|make|draft|send|build|prepare|reply|answer|remind|extract|pull|invite|thank",
  },
  short: { de: "fass", en: "summari[sz]e|sum (?:it|them|that|this|the .{1,40}) up|sum up" },
};

const EDGE = String.raw`(?![\p{L}\p{N}_-])`;
const verbsOf = ({ de, en }: { de: string; en: string }) => String.raw`(?:(?:${de})(?:e|en|n|t)?|${en})${EDGE}`;
const ANY_VERB = `(?:${Object.values(VERBS).map(verbsOf).join("|")})`;
const THEN = String.raw`(?:then|danach|dann|anschließend|afterwards|after that|finally|zum schluss|zuletzt|hinterher)`;
/** Words before the verb of an order that change nothing about it. */
const LEAD = String.raw`(?:(?:${THEN}|and|und|also|auch|please|bitte|außerdem|so|hm+|oh|hey|hi|hallo|hello|ok(?:ay)?|kralle|now|jetzt|nun|mal|doch|just|nur|only|kindly|sowie|(?:can|could|would|will) you|(?:kannst|könntest|würdest|magst) du(?: so (?:gut|lieb|nett) sein und)?|(?:sei|seien sie) so (?:gut|lieb|nett) und)${EDGE}[,\s:!]*)*`;
const ASKS = String.raw`(?:was|wer|wem|wen|wessen|wie|wann|wo|bis wann|ab wann|welche[rnms]?|wieviele?|what(?:['’]s)?|who(?:['’]s|se)?|how|when|where|which)${EDGE}`;

/** A comma or "and"/"und"/"then"/"danach" before a verb that gives an order; in a list of orders a comma alone. */
export const JOINT = new RegExp(
  String.raw`(?:[,;]\s*|\s+)(?:(?:and|und|${THEN}|sowie)\s+){1,3}(?=(?:please|bitte|also|auch|only|nur|just|mal|noch)?\s*${ANY_VERB})|;\s+|,\s+(?=${ANY_VERB}\s+(?:me|us|them|it|this|that|these|the|an?|all|each|mir|uns|sie|es|ihn|die|der|das|den|eine?n?|alle)${EDGE})`,
  "giu",
);

const HEADS = (Object.keys(VERBS) as Head[]).map(
  (head) => [head, new RegExp(`^${LEAD}${verbsOf(VERBS[head])}`, "iu")] as const,
);

/** "Könntest du einmal durchsehen, wer …?": the verb stands at the end. */
const LOOKS =
  /^(?:kannst|könntest|würdest) du(?!\p{L}).*(?<!\p{L})(?:durchsehen|nachsehen|nachschauen|durchgehen|anschauen|ansehen)(?!\p{L})/iu;

/** The kind of the verb that opens a piece of a request; null when none does. */
export function headOf(text: string): Head | null {
  const head = HEADS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  return head === null && LOOKS.test(text) ? "take" : head;
}

const POLITE =
  /^(?:(?:can|could|would|will) you|(?:kannst|könntest|würdest) du|(?:können|könnten|würden) sie)(?:\s+(?:please|kindly|bitte|mal|also|auch))*\s+/iu;
const QUESTION_WORD = new RegExp(
  String.raw`(?<!\p{L})(?:${ASKS}|whether|if|ob|warum|wieso|why|gibt es)(?!\p{L})`,
  "iu",
);
/** "Translate the …", "Buch uns …": a word that begins a sentence, and behind it what something is done to. */
const DOES =
  /^\p{L}+\s+(?:@|(?:the|an?|our|my|his|her|their|this|that|these|those|all|every|me|us|him|it|them|den|das|die|dem|eine?n?|uns|mir|mich|ihn|ihm|es|alle|jede\p{L}*|dies\p{L}*|(?:unser|mein|ihr|sein)(?:e[nmrs]?)?)(?!\p{L}))/iu;
/** Verbs whose answer is words: "give me his number", "explain the …", "remember the …". */
const TELLS =
  /^(?:please\s+|bitte\s+)?(?:explain|remember|recall|confirm|describe|say|send (?:me|us)|erklär\p{L}*|beschreib\p{L}*|schick\p{L}* (?:mir|uns)|weißt|kennst|hast|is|are|was|were|do|does|did|has|have|had|may|must|ist|sind|war|hat|haben|darf|muss|gilt|gelten)(?!\p{L})/iu;
/** "Kannst du mir seine Nummer geben?": the German verb at the end. */
const GIVES =
  /(?<!\p{L})(?:geben|sagen|nennen|zeigen|verraten|schicken|erklären|\p{L}*(?:suchen|finden|sehen|schauen|prüfen))\W*$/iu;

/** Whether a text orders something done instead of asking for something that could stand in the files. */
export function isTask(text: string): boolean {
  const plain = text.replace(/^(?:please|bitte),?\s+/iu, "").trim();
  const bare = plain.replace(POLITE, "").trim();
  if (QUESTION_WORD.test(bare) || TELLS.test(bare)) return false;
  const isPolite = bare.length < plain.length;
  if (isPolite ? GIVES.test(bare) : bare.endsWith("?")) return false;
  const head = headOf(bare);
  if (head !== null) return ["move", "change", "make"].includes(head);
  return isPolite || DOES.test(bare);
}

/** A sentence that goes on with another piece of work: "Danach kommt …". */
export const NEXT = new RegExp(`^(?:(?:und|and),?\\s+)?${THEN}${EDGE}`, "iu");

/** Sentences that add to the one before instead of asking for something: "Just the number, please." */
const ADDITION =
  /^(?:and\s|und\s)?(?:please\s+|bitte\s+)?(?:just|only|nur|dates?|keep|not|no|nothing|none|at most|höchstens|maximal|mehr als|kurz|give me (?:just|only|the batch|the)|ich brauche? nur|i (?:just |only )?need (?:just |only )|leave|ohne|without|ignore|forget|mind|remember|denk\p{L}*|don't|do not|nicht|kein\p{L}*|in welch|the columns|die spalten|mit|with|use|nimm|nutze?|als|as|answer in|auf (?:deutsch|englisch)|in (?:english|german|pounds|euros?)|sort(?!iere? .{0,60}\sordner)|two decimals|zwei nachkommastellen|(?:only )?count (?:only|every|each|the \p{L}+ (?:themselves|once|separately))|count .{1,40}(?:by (?:itself|themselves)|once|separately)|zähle? .{0,40}(?:einzeln|nur einmal|mit)|the tax office|it (?:is|goes)|das (?:ist|kommt|geht)|der entwurf|the (?:draft|result|answer|reply|letter|rest)|das ergebnis|der rest|number, amount|nummer, betrag|rounded|gerundet|runde|ask me nothing|speichern|ablegen|abspeichern|ablage|kommt|goes|belongs|danke|vielen dank|thank you|thanks|merci|lg|mfg)(?![\p{L}\p{N}_])/iu;

/** "What is no invoice stays put.": a sentence about what is left as it is, however it begins. */
const RELATIVE =
  /^(?:was|wer|what|what(?:so)?ever|who(?:so)?ever|welche\p{L}*|which(?:ever)?)(?!\p{L})[^?]*?(?:,\s*|\s)(?:bleib\p{L}*|behält|behalten|stays?|remains?|keeps?|lass|lasst|leave|soll\p{L}*|should|must|muss|darf|dürfen|zählt|zählen|counts?|kommt|goes|can|kann|ist egal)(?!\p{L})/iu;

/** "The keys are late, aren't they?", "…, oder?": said in passing, not asked. */
const TAG =
  /,\s*(?:oder|nicht wahr|gell|right|no|isn['’]t it|aren['’]t they|don['’]t they|doesn['’]t (?:he|she|it)|(?:is|are|does|do|has|have)n['’]t \p{L}+)\?$/iu;

const ORDER = new RegExp(
  String.raw`^(?:[^:.!?]{3,60}:\s+)?${LEAD}(?:${ANY_VERB}|${ASKS}|(?:can|could|would|will) you${EDGE}|(?:kannst|könntest|würdest) du${EDGE})`,
  "iu",
);
/** "Bitte die Scans im Eingang umbenennen: …": German orders by the infinitive. */
const INFINITIVE =
  /^bitte\s+(?!nur|kein|nicht|ohne|als\s|kurz|auch)(?:\S+\s+){2,}?\p{Ll}+(?:en|ern|eln)(?:[.!:,;]|$|\s+(?:und|und bitte|\()(?!\p{L}))/iu;
/** "I also need …", "Außerdem brauche ich …": a wish that comes on top. */
const MORE =
  /^(?:(?:i|we) also (?:need|want|would)|i['’]d also|ich (?:brauche?|bräuchte|möchte|hätte) (?:außerdem|auch noch|noch|zusätzlich)|außerdem (?:brauche?|bräuchte|möchte|hätte) ich)(?!\p{L})/iu;
/** "The book goes into the folder X", "In die Datei X kommt …": something has a place to go to. */
const GOES =
  /(?<!\p{L})(?:kommt|kommen|gehört|gehören|goes|go|belongs?|(?:kann|können|darf|dürfen|soll|sollen)\s(?:\p{L}+\s){0,4}(?:nach|in|ins|unter|zu)|(?:can|could|may|should|must) (?:\p{L}+ )?(?:go|be (?:put|moved|filed|stored|archived)))(?!\p{L})/iu;

/** "Und die alte Liste kannst du danach nach X schieben": what is to be done stands at the end. */
const VERB_LAST =
  /^(?:(?:und|außerdem|danach|dann|auch)\s+)*(?:dies\p{L}*|die|das|den|alle\p{L}*)\s.{2,80}?\s(?:kannst|könntest|musst|solltest) du\s(?:.{1,60}\s)?(?:\p{L}*schieben|\p{L}*legen|\p{L}*packen|\p{L}*räumen|\p{L}*benennen|\p{L}*löschen|\p{L}*streichen|\p{L}*speichern|archivieren|\p{L}*tragen|\p{L}*setzen|\p{L}*stellen)[.!]?$/iu;

/** "Diese Zettel schieb bitte in …": the object stands before the verb. */
const OBJECT_FIRST =
  /^(?:dies\p{L}*|die|das|den|alle\p{L}*)\s+(?:\p{L}+\s+){0,3}?(?:schieb|leg|verschieb|benenn|pack|trag|streich|lösch|speicher|schreib)e?(?!\p{L})/iu;

/** Whether a piece of a request asks for something. `placed`: it names a path. */
export function isOrder(text: string, placed: boolean): boolean {
  if (NEXT.test(text)) return true;
  if (ADDITION.test(text) || TAG.test(text)) return false;
  if (RELATIVE.test(text) && !text.endsWith("?")) return false;
  return (
    ORDER.test(text) ||
    text.endsWith("?") ||
    INFINITIVE.test(text) ||
    OBJECT_FIRST.test(text) ||
    VERB_LAST.test(text) ||
    MORE.test(text) ||
    (placed && GOES.test(text))
  );
}

/** "save it as …", "write this amount to …", "sag mir den Namen": no work of its own. */
const BACKWARD =
  /^(?:[\p{L}]+[,\s]+){0,4}?(?:(?:it|that|this|them(?! (?:an?|that) )|these|those|the (?:result|list|table|sum|number|name|amount|whole|mails?|draft|answer|reply|letter|summary|text|(?:overall )?total)|das|es|sie|ihn|daraus|davon|die (?:liste|tabelle|datei|antwort|zahl|summe|mail|zusammenfassung)|das (?:ergebnis|ganze|resultat)|den (?:betrag|text|entwurf|brief)|dies[\p{L}\p{N}]*)(?![\p{L}\p{N}_]))/iu;

/** "schreib den Brief", "write the reply": the text is still to be made, even though "the" speaks of it as known. */
const STILL_TO_WRITE =
  /(?<!\p{L})(?:write|schreibe?)\s+(?:\p{L}+\s+){0,2}?(?:the|den|die|das)\s+(?:mails?|draft|answer|reply|letter|text|entwurf|brief|zusammenfassung|summary|antwort)(?!\p{L})/iu;

export function refersBack(text: string): boolean {
  return BACKWARD.test(text) && !STILL_TO_WRITE.test(text);
}

const WHEN_DONE =
  /(?<!\p{L})(?:(?:when|once|after|as soon as) (?:that|this|it|you)(?:['’]s| is| was|['’]ve| have)?(?!\p{L})|(?:wenn|sobald|nachdem) (?:das|dies|es|du)(?!\p{L})|after that|afterwards|danach|anschließend|hinterher)/iu;

/** Whether a piece goes on with what was ordered before it: speaks of its outcome, or comes after it in time. */
export function goesOn(text: string): boolean {
  return refersBack(text) || NEXT.test(text) || WHEN_DONE.test(text);
}

/** Words that point to something said before, anywhere in a piece. */
export const POINTS =
  /(?<!\p{L})(?:it|its|they|them|their|that|this|those|these|he|she|him|his|her|es|sie|ihn|ihm|ihre?[nmrs]?|seine?[nmrs]?|das|dies\p{L}*|deren|dessen|daraus|davon|dafür|damit)(?!\p{L})/iu;
