/** A statement of the kind "the VAT id is DE123": what it is about, and what holds for it. */
export interface Fact {
  subject: string;
  value: string;
}

const COPULA =
  /^(.{2,120}?)\s+(?:is|was|lautet|ist|war|heißt|beträgt|kostet|costs|are|were|sind|waren|lauten|heißen|betragen|kosten|cost)\s+(?:(?:now|jetzt|nun|inzwischen|von nun an)\s+)?(\S.*)$/iu;
const SIGN = /^([\p{L}][^:=]{1,80}?)\s*(?::|=)\s+(\S.*)$/u;
/** "dass unsere USt-IdNr DE123 ist": a noun with its article, then the value, then the verb. */
const VERB_LAST =
  /^((?:(?:unser|mein|dein|ihr|sein|der|die|das|den)\p{L}*\s+)?(?:\p{Ll}\p{L}*\s+)*\p{Lu}[\p{L}\p{N}.-]*)\s+(\S.*?)\s+(ist|lautet|heißt|beträgt|kostet|sind|lauten|heißen|betragen|kosten)$/u;
/** What is a value and no further word about the subject: something with a digit or a sign, or names only. */
const PLAIN_VALUE =
  /^(?=.*[\d@])(?!(?:von|vom|der|des|für|in|im|am|bei|mit|aus|zu|zum|zur)\s)\S.*$|^(?:\p{Lu}\S*\s?)+$/u;
/** Not a thing that has a value, but the start of some other sentence. */
const NO_SUBJECT =
  /^(?:it|this|that|these|those|there|here|he|she|they|we|you|i|es|das|dies\p{L}*|hier|da|er|wir|ihr|du|ich|what|who|when|where|which|how|why|was|wer|wann|wo|wie|warum|welche\p{L}*|if|wenn|falls)$/iu;

/** null where a text says something else. */
export function readFact(text: string): Fact | null {
  const plain = text.trim().replace(/[.!]+$/u, "");
  const last = VERB_LAST.exec(plain);
  if (last?.[1] && last[2] && PLAIN_VALUE.test(last[2])) return { subject: last[1], value: last[2] };
  const match = COPULA.exec(plain) ?? SIGN.exec(plain);
  const [, subject = "", value = ""] = match ?? [];
  if (subject === "" || NO_SUBJECT.test(subject.trim())) return null;
  return { subject: subject.trim(), value: value.trim() };
}

/**
 * The words of a statement as a sentence of its own: "unsere USt-IdNr DE123 ist" becomes "unsere USt-IdNr ist DE123". Left
 * as said where it is not sure which word belongs where.
 */
export function toStatement(text: string): string {
  const plain = text.trim().replace(/[.!;,\s]+$/u, "");
  const last = VERB_LAST.exec(plain);
  if (!last?.[1] || !last[2] || !last[3] || !PLAIN_VALUE.test(last[2])) return plain;
  return `${last[1]} ${last[3]} ${last[2]}`;
}

/** A subject as a heading: without the possessive or article before it. */
export function toLabel(subject: string): string {
  const bare = subject.replace(
    /^(?:our|my|the|a|an|unsere?[nmrs]?|meine?[nmrs]?|der|die|das|den|dem|eine?[nmrs]?)\s+/iu,
    "",
  );
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}
