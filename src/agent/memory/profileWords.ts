import { toTimeZone, type ProfileField, type ProfilePatch } from "../../store/index.ts";
import { readHours } from "./hours.ts";

const EVER = String.raw`(?:always|from now on|in (?:the )?future|immer|stets|künftig|zukünftig|ab jetzt|ab sofort|von nun an|in zukunft|bitte immer)`;
const NAME = String.raw`((?:(?:dr|prof)\.?\s+)*\p{Lu}[\p{L}’'.-]*(?:\s+(?:von|van|de|der|zu|\p{Lu}[\p{L}’'.-]*)){0,3})`;
const LANGUAGE = String.raw`(german|english|deutsch|englisch)`;
const TONE = String.raw`(?:in (?:a|an|einem) )?(friendly|warm(?:ly)?|formal(?:ly)?|brief(?:ly)?|short|concise(?:ly)?|freundlich\p{L}*|förmlich\p{L}*|formell\p{L}*|kurz|knapp\p{L}*)(?: (?:tone|ton|way|manner))?`;
const ANSWERS = String.raw`(?:answer|reply|write|speak|talk|respond|antworte|schreibe?|sprich|rede|antworten sie|schreiben sie)`;

/** "Call me Monday" is about the telephone. */
const NO_NAME =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)day|^(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|morgen|heute|tomorrow|today|later|back|when|if|after|before|maybe|crazy)/iu;

type Reader = (match: RegExpExecArray) => ProfilePatch | null;

const isGerman = (word: string): boolean => /^(?:german|deutsch)$/iu.test(word);

function toTone(word: string): ProfilePatch {
  if (/^(?:friendly|warm|freundlich)/iu.test(word)) return { tone: "friendly" };
  return { tone: /^(?:formal|förmlich|formell)/iu.test(word) ? "formal" : "brief" };
}

function toName(match: RegExpExecArray, more: ProfilePatch = {}): ProfilePatch | null {
  const name = (match[1] ?? "").trim();
  return name === "" || NO_NAME.test(name) ? null : { name, ...more };
}

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})[.!]*$`, "iu");
/** Names begin with a capital, so these patterns know letter case but in their first letter. */
const named = (pattern: string): RegExp => new RegExp(`^(?:${pattern})[.!]*$`, "u");

const STATEMENTS: readonly (readonly [RegExp, Reader])[] = [
  [named(String.raw`(?:[Mm]y (?:full )?name is|I am called|I['’]m called|I go by|[Mm]ein [Nn]ame ist|[Ii]ch heiße) ${NAME}`), (match) => toName(match)],
  [named(String.raw`(?:[Cc]all me|[Nn]enne? mich|[Nn]ennen Sie mich|[Yy]ou (?:can|may) call me) ${NAME}`), (match) => toName(match, firstName(match[1] ?? ""))],
  [named(String.raw`[Dd]u (?:kannst|darfst) mich ${NAME} nennen`), (match) => toName(match, firstName(match[1] ?? ""))],
  [whole(String.raw`(?:duze? mich|du (?:kannst|darfst) mich (?:ruhig |gern |gerne )?duzen|wir (?:duzen uns|sind per du)|sage? (?:bitte |ruhig )?[„"']?du[“"']? zu mir|(?:say|use) [„“"']?du[“”"']?(?: (?:to|with) me| when you speak german)?)`), () => ({ address: "du" })],
  [whole(String.raw`(?:sieze? mich|siezen sie mich(?: bitte)?|wir siezen uns|sage?(?:n sie)? (?:bitte )?[„"']?sie[“"']? zu mir|(?:say|use) [„“"']?sie[“”"']?(?: (?:to|with) me| when you speak german)?)`), () => ({ address: "sie" })],
  [whole(String.raw`(?:address me by|use) my first name|sprich mich (?:mit|bei) (?:dem|meinem) vornamen an`), () => ({ address: "firstName" })],
  [whole(String.raw`${EVER},? ${ANSWERS}(?: (?:to )?(?:me|mir))? (?:in|auf) ${LANGUAGE}`), ([, word = ""]) => toLanguage(word)],
  [whole(String.raw`${ANSWERS}(?: (?:to )?(?:me|mir))? ${EVER} (?:in |auf )?${LANGUAGE}(?: mit mir)?`), ([, word = ""]) => toLanguage(word)],
  [whole(String.raw`${ANSWERS}(?: (?:to )?(?:me|mir))? (?:in|auf) ${LANGUAGE},? ${EVER}`), ([, word = ""]) => toLanguage(word)],
  [whole(String.raw`(?:my (?:preferred )?language is|i (?:prefer|speak)|meine sprache ist|ich (?:spreche|bevorzuge)) ${LANGUAGE}`), ([, word = ""]) => toLanguage(word)],
  [whole(String.raw`${EVER},? (?:be|sei|${ANSWERS})(?: (?:to )?(?:me|mir))? ${TONE}`), ([, word = ""]) => toTone(word)],
  [whole(String.raw`(?:be|sei|${ANSWERS})(?: (?:to )?(?:me|mir))? ${EVER} ${TONE}`), ([, word = ""]) => toTone(word)],
  [whole(String.raw`${ANSWERS}(?: (?:to )?(?:me|mir))? ${TONE},? ${EVER}`), ([, word = ""]) => toTone(word)],
  [whole(String.raw`(?:my|your|the) tone (?:is|should be) ${TONE}|(?:mein|dein|der) ton (?:ist|sei) ${TONE}`), ([, one, other]) => toTone(one ?? other ?? "")],
  [whole(String.raw`i (?:like|prefer) (?:a )?${TONE}(?: (?:answers|letters|texts))?|ich mag (?:es )?${TONE}`), ([, one, other]) => toTone(one ?? other ?? "")],
  [whole(String.raw`(?:my time ?zone is|i am in (?:the )?time ?zone|meine zeitzone ist|ich bin in der zeitzone) ([\p{L}_/+ -]{2,40}?)`), ([, zone = ""]) => toZone(zone)],
  [whole(String.raw`i(?: am|['’]m) in the ([\p{L}_/+ -]{2,40}?) time ?zone`), ([, zone = ""]) => toZone(zone)],
  [whole(String.raw`(?:i work|i(?: am|['’]m) (?:working|at work|in the office)|my (?:working|work|office) (?:hours|times) are|ich arbeite|ich bin (?:im büro|bei der arbeit)|meine (?:arbeits|büro)zeit(?:en)? (?:sind|ist|gehen|geht)):? (.{3,200}?)`), ([, hours = ""]) => toHours(hours)],
]; // prettier-ignore

const firstName = (name: string): ProfilePatch => (/\s/u.test(name.trim()) ? {} : { address: "firstName" });
const toLanguage = (word: string): ProfilePatch => ({ language: isGerman(word) ? "de" : "en" });

function toHours(text: string): ProfilePatch | null {
  const workingHours = readHours(text);
  return workingHours && { workingHours };
}

/** A zone by its name, or by its city where only one zone ends in it. */
function toZone(text: string): ProfilePatch | null {
  const name = text.trim().replaceAll(" ", "_");
  const known = toTimeZone(name);
  if (known !== null) return { timeZone: known };
  const city = `/${name.toLowerCase()}`;
  const zones = Intl.supportedValuesOf("timeZone").filter((zone) => zone.toLowerCase().endsWith(city));
  return zones.length === 1 ? { timeZone: zones[0] ?? null } : null;
}

/** "My name is Anna and I work Monday to Friday from 8 to 16": what a whole sentence says of the owner, or null. */
export function readProfileStatement(text: string): ProfilePatch | null {
  const plain = text.trim().replace(/[.!\s]+$/u, "");
  const single = readOne(plain);
  if (single) return single;
  const parts = plain.split(/,?\s+(?:and|und)\s+(?=(?:i|my|call|ich|mein\p{L}*|nenn\p{L}*)(?!\p{L}))/iu);
  if (parts.length < 2) return null;
  const patches = parts.map(readOne);
  return patches.includes(null) ? null : Object.assign({}, ...patches);
}

function readOne(text: string): ProfilePatch | null {
  // "dass ich Montag bis Freitag von 8 bis 16 Uhr arbeite", "dass mein Name Anna ist": the verb at the end.
  const turned = text
    .replace(/^ich (.+) arbeite$/iu, "ich arbeite $1")
    .replace(/^(mein name|meine zeitzone|meine sprache|mein ton) (.+) ist$/iu, "$1 ist $2")
    .replace(/^(meine (?:arbeits|büro)zeiten) (.+) sind$/iu, "$1 sind $2")
    .replace(/^ich (.+) heiße$/iu, "ich heiße $1");
  for (const [pattern, read] of STATEMENTS) {
    const match = pattern.exec(turned);
    const patch = match && read(match);
    if (patch) return patch;
  }
  return null;
}

const FIELDS: readonly (readonly [ProfileField, RegExp])[] = [
  ["name", /^(?:name|full name|namen?|vornamen?)$/iu],
  ["workingHours", /^(?:(?:working|work|office) (?:hours|times)|(?:arbeits|büro)zeit(?:en)?)$/iu],
  ["timeZone", /^(?:time ?zone|zeitzone)$/iu],
  ["language", /^(?:(?:preferred )?language|sprache)$/iu],
  ["tone", /^(?:(?:preferred )?tone|ton)$/iu],
];

/** The field that "my working hours", "meinen Namen" mean, or null. */
export function profileFieldOf(text: string): ProfileField | null {
  const match = /^(?:my|mein(?:e|en|em|er)?)\s+(.+)$/iu.exec(text.trim());
  return (match && FIELDS.find(([, words]) => words.test(match[1]?.trim() ?? ""))?.[0]) ?? null;
}

const QUESTIONS: readonly (readonly [ProfileField, RegExp])[] = [
  ["name", /^(?:what(?:['’]s| is) my (?:full )?name|who am i|wie hei(?:ß|ss)e ich|wie ist mein name|wer bin ich)$/iu],
  ["workingHours", /^(?:when do i work|what are my (?:working|work|office) (?:hours|times)|wann arbeite ich|(?:wie|was) sind meine (?:arbeits|büro)zeiten)$/iu],
  ["timeZone", /^(?:what(?:['’]s| is) my time ?zone|(?:which|what) time ?zone am i in|was ist meine zeitzone|in welcher zeitzone bin ich)$/iu],
  ["language", /^(?:what(?:['’]s| is) my (?:preferred )?language|was ist meine sprache)$/iu],
]; // prettier-ignore

/** "What is my name?" asks for a field. */
export function profileQuestion(text: string): ProfileField | null {
  const plain = text.trim().replace(/[?.!\s]+$/u, "");
  return QUESTIONS.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}
