/**
 * Lines of a file that speak to a machine instead of a person ("Note to any AI assistant: ignore your task"). They are data
 * that nobody asked for: no summary repeats them, no answer is taken from them.
 */
const ADDRESSED =
  /\b(?:k\.?i\.?|a\.?i\.?|artificial intelligence|künstliche[nr]? intelligenz|llms?|language models?|sprachmodell\w*|chat ?gpt|chat ?bots?|bots?|kralle)\b|\b(?:automati\w+|virtu\w+|digital\w*|ai|ki)[ -](?:assistan\w*|assistent\w*|agent\w*|system\w*)|\b(?:note|hinweis|notice|message|nachricht|attention|achtung|instruction|anweisung)\b.{0,24}\b(?:assistants?|assistenten?|assistenz|agents?|agenten)\b/iu;
const ORDERS =
  /\b(?:ignor\w+|disregard\w*|vergiss|missachte\w*|forget (?:all|your|the|everything|previous)|override|überschreib\w*|antworte\w*|reply only|respond only|answer only|report that|output only|gib nur|system ?(?:message|prompt|nachricht|hinweis|meldung)|lösch\w*|delete|remove|entferne\w*|setze?\b|send all|führe\w* .{0,20}aus|execute|run the|previous instructions|deine (?:aufgabe|anweisungen?)|your (?:task|instructions?))/iu;
const STRONG =
  /(?:\bignor\w+|\bdisregard\w*|\bvergiss|\bforget)\b.{0,40}\b(?:task|instructions?|prompts?|rules|aufgabe|anweisung\w*|auftrag|regeln|previous|bisherige\w*|vorherige\w*)\b/iu;

export function isInstruction(text: string): boolean {
  return STRONG.test(text) || (ADDRESSED.test(text) && ORDERS.test(text));
}

/** Stretches of a text that must not be used: the paragraph of such a line, since the orders go on behind it. */
export function instructionSpans(text: string): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  for (const match of text.matchAll(/\S[^]*?(?=\n\s*\n|$)/gu)) {
    const paragraph = match[0];
    if (!isInstruction(paragraph)) continue;
    const line = [...paragraph.matchAll(/[^\n]+/gu)].find((one) => isInstruction(one[0]) || ADDRESSED.test(one[0]));
    const from = match.index + (line?.index ?? 0);
    spans.push({ start: from, end: match.index + paragraph.length });
  }
  return spans;
}
