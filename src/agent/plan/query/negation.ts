import { words } from "../../../files/index.ts";
import { isStopWord } from "../lexicon/index.ts";
import type { Part } from "./part.ts";

type Stretch = { start: number; end: number };

/** Shuts out all that it is followed by, joined by commas and "and": "without the cancelled and the lost ones". */
const EXCLUDES =
  /(?<![\p{L}\p{N}_])(?:ohne|außer|ausgenommen|abgesehen von|bis auf|weder|except(?: for)?|excluding|without|leav\p{L}* (?:out|aside)|ignor\p{L}*|forget\p{L}*|skip\p{L}*|disregard\p{L}*|vergiss|other than|apart from|neither)(?![\p{L}\p{N}_])/giu;
/** Denies the next word only. */
const DENIES =
  /(?:(?<![\p{L}\p{N}_])(?:nicht|kein\p{L}{0,2}|not|nor|no|never|nie|niemals|\p{L}+n['’]t)(?![\p{L}\p{N}_]))(?:\s+(?:the|die|der|das|den|any|as|yet|als|noch|ones?|counting|mitgezählt|been|have|to be|zu))*\s*$/iu;
/** "stornierte bitte weglassen", "cancelled parties don't count": said after what it shuts out. */
const SHUT_AFTER =
  /^(?:(?!(?<!\p{L})(?:und|and|aber|but)(?!\p{L}))[^.;:?!,]){0,40}?(?<!\p{L})(?:weg(?:lassen|gelassen)?|aus(?:lassen|gelassen|genommen|schließen)|raus(?:lassen)?|außen vor|unberücksichtigt|ignorieren|interessieren (?:mich |uns )?nicht|(?:zähl|rechne)\p{L}* (?:bitte |dabei |hier |natürlich |selbstverständlich |auch |da )?nicht|nicht (?:mit)?(?:zu)?(?:ge)?(?:zähl|rechne|berücksichtig)\p{L}*|(?:do(?:es)?n['’]t|do(?:es)? not|must not|should not|not|needn['’]t) (?:to be )?count\p{L}*|aside|left out|excluded|out of it)(?!\p{L})/iu;
const BUT = /[.;:?!]|(?<!\p{L})(?:but|aber|sondern|jedoch|instead)(?!\p{L})/iu;
const JOINT = /,|(?<!\p{L})(?:and|or|nor|und|oder|sowie|noch)(?!\p{L})/giu;
const LINK_WORD = /(?<!\p{L})(?:of|from|in|for|by|with|at|on|von|vom|aus|für|im|bei|mit|an|auf)(?!\p{L})/iu;

/** Whether the request shuts out what the stretch names: "without the cancelled", "not paid", "stornierte weglassen". */
export function negatedAt(part: Part, { start, end }: Stretch): boolean {
  const before = part.text.slice(0, start - part.start);
  if (DENIES.test(before.slice(-44))) return true;
  const excludes = [...before.matchAll(EXCLUDES)].at(-1);
  if (excludes && reaches(before.slice(excludes.index + excludes[0].length))) return true;
  return SHUT_AFTER.test(part.text.slice(end - part.start));
}

/** "Whether or not they are paid", "counting the pencilled ones", "inklusive der offenen": named, but no row is left out by it. */
const NO_MATTER =
  /(?<!\p{L})(?:whether or not|no matter (?:if|whether)|regardless of|(?<!not )(?:counting|including|inclusive of)|egal,? ob|ganz gleich,? ob|unabhängig davon,? ob|gleichgültig,? ob|inklusive|einschließlich|mitsamt|auch die|(?:even|also) the)(?:(?!(?<!\p{L})(?:but|aber|not|nicht|ohne|without|und|and)(?!\p{L}))[^.;:?!,]){0,30}$/iu;

/** Whether the request names what stands there only to say that it is not left out. */
export function isNoMatter(part: Part, { start }: Stretch): boolean {
  return NO_MATTER.test(part.text.slice(0, start - part.start));
}

/** Between the excluding word and what it shuts out stands no more than one other word for each that is joined. */
function reaches(between: string): boolean {
  if (BUT.test(between)) return false;
  const conjuncts = between.split(JOINT);
  const last = conjuncts.at(-1) ?? "";
  if (LINK_WORD.test(last)) return false;
  return conjuncts.every((text) => content(text) <= (conjuncts.length > 1 ? 2 : 1)) && content(last) <= 1;
}

function content(text: string): number {
  return words(text).filter(({ word }) => !isStopWord(word) && !/^(?:ones?|people|those|jene|solche)$/u.test(word))
    .length;
}
