/** "Re:", "AW:", "Fwd:", "WG:" and their like in other languages, also counted ("Re[2]:"), and the tags of lists. */
const MARK =
  /^\s*(?:(?:re|aw|antw|antwort|sv|vs|r|rif|ref|res|odp|ynt|fwd?|wg|tr|rv|enc|i|doorst)\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]|\[[^\]\n]{1,40}\](?=\s*\S))\s*/iu;
const ANSWER =
  /^\s*(?:\[[^\]\n]{1,40}\]\s*)*(?:re|aw|antw|antwort|sv|vs|rif|ref|res|odp|ynt)\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]/iu;

const SUBJECT_CHARS = 200;
/** Marks that are taken off at most: a subject of nothing else takes no time. */
const MARKS = 30;

/** What a subject is about: without the marks of answers and lists, in small letters (after RFC 5256, 2.1). "" says nothing. */
export function toBaseSubject(subject: string): string {
  let rest = subject.slice(0, 1_000);
  for (let count = 0; count < MARKS; count += 1) {
    const mark = MARK.exec(rest);
    if (!mark) break;
    rest = rest.slice(mark[0].length);
  }
  return rest.toLowerCase().replaceAll(/\s+/gu, " ").trim().slice(0, SUBJECT_CHARS);
}

/** Whether the subject says that it answers something. */
export const isAnswerSubject = (subject: string): boolean => ANSWER.test(subject.slice(0, 200));
