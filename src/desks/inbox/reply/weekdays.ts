const NAMES = [
  /(?<!\p{L})(?:mo|mon|montags?|mondays?)(?!\p{L})/iu,
  /(?<!\p{L})(?:di|tue|tues|dienstags?|tuesdays?)(?!\p{L})/iu,
  /(?<!\p{L})(?:mi|wed|mittwochs?|wednesdays?)(?!\p{L})/iu,
  /(?<!\p{L})(?:do|thu|thur|thurs|donnerstags?|thursdays?)(?!\p{L})/iu,
  /(?<!\p{L})(?:fr|fri|freitags?|fridays?)(?!\p{L})/iu,
  /(?<!\p{L})(?:sa|sat|samstags?|sonnabends?|saturdays?)(?!\p{L})/iu,
  /(?<!\p{L})(?:so|sun|sonntags?|sundays?)(?!\p{L})/iu,
];
const ALL = [0, 1, 2, 3, 4, 5, 6];
const GROUPS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/weekdays?|wochentags?|werktags?|during the week|unter der woche/iu, [0, 1, 2, 3, 4]],
  [/weekends?|wochenende/iu, [5, 6]],
  [/täglich|daily|every day|jeden tag/iu, ALL],
];
/** "Do you", "so", "am so": in English texts and questions the short names mean too many other things. */
const LONG_ONLY = /(?<!\p{L})(?:do|so|mi|sa|di|fr|mo|sun|sat|mon|wed)(?!\p{L})/iu;

/** Days of the week that a text speaks of, 0: Monday. "Di–Fr" is Tuesday to Friday. In a question, short names are words. */
export function weekdaysOf(text: string, isQuestion: boolean): Set<number> {
  const days = new Set<number>();
  const at = NAMES.map((name) => {
    const found = name.exec(text);
    return found !== null && isQuestion && LONG_ONLY.test(found[0]) ? null : found;
  });
  for (const [day, found] of at.entries()) if (found) days.add(day);
  for (const [from, first] of at.entries()) {
    if (!first) continue;
    const rest = text.slice(first.index + first[0].length);
    if (!/^\.?\s*(?:–|-|bis|to|until|through)\s*/iu.test(rest)) continue;
    const to = at.findIndex(
      (second, day) =>
        day !== from &&
        second !== null &&
        second.index > first.index &&
        second.index < first.index + first[0].length + 8,
    );
    if (to === -1) continue;
    const length = (to - from + 7) % 7;
    for (let step = 0; step < length; step += 1) days.add((from + step) % 7);
  }
  for (const [pattern, group] of GROUPS) if (pattern.test(text)) for (const day of group) days.add(day);
  return days;
}
