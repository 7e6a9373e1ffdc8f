/** What hours are said with: German, English. Of several for one the first is written. */
const WORDS: readonly (readonly [string, string])[] = [
  ["Montag", "Monday"],
  ["Dienstag", "Tuesday"],
  ["Mittwoch", "Wednesday"],
  ["Donnerstag", "Thursday"],
  ["Freitag", "Friday"],
  ["Samstag", "Saturday"],
  ["Sonntag", "Sunday"],
  ["Mo", "Mon"],
  ["Di", "Tue"],
  ["Mi", "Wed"],
  ["Do", "Thu"],
  ["Fr", "Fri"],
  ["Sa", "Sat"],
  ["So", "Sun"],
  ["werktags", "weekdays"],
  ["Wochenende", "weekend"],
  ["Feiertage", "public holidays"],
  ["Feiertage", "holidays"],
  ["täglich", "daily"],
  ["geschlossen", "closed"],
  ["geöffnet", "open"],
  ["bis", "to"],
  ["bis", "until"],
  ["und", "and"],
  ["von", "from"],
];
const OTHER = {
  en: new Map(WORDS.toReversed().map(([german, english]) => [german.toLowerCase(), english])),
  de: new Map(WORDS.toReversed().map(([german, english]) => [english.toLowerCase(), german])),
};

/**
 * Hours in the other language, where each word of theirs is one that hours are said with; else null. Numbers stay as they are, so hours
 * with "am" and "pm" are left alone.
 */
export function translateHours(text: string, to: "de" | "en"): string | null {
  let isKnown = true;
  const said = text.replaceAll(/ ?\p{L}+/gu, (match) => {
    const word = match.trimStart();
    if (to === "en" && word === "Uhr") return "";
    const other = OTHER[to].get(word.toLowerCase());
    isKnown &&= other !== undefined;
    return match.slice(0, match.length - word.length) + (other ?? word);
  });
  return isKnown ? said : null;
}
