/** What tool calls that are written as text begin with, whichever way. */
const OPENING = /[<{[`]/;

/**
 * Up to where a text that is still being written can be shown: what follows could be a tool call. The end of the text when
 * nothing looks like one. Never less for a longer text.
 */
export function holdFrom(text: string, names: readonly string[]): number {
  const opening = OPENING.exec(text)?.index ?? text.length;
  let start = 0;
  while (start < opening) {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end < 0 ? undefined : end).trimStart();
    if (isCall(line, names, end < 0)) return start;
    if (end < 0) break;
    start = end + 1;
  }
  return opening;
}

/** "name(…": also when only its beginning is there yet. */
function isCall(line: string, names: readonly string[], isOpen: boolean): boolean {
  return names.some((name) => {
    if (isOpen && name.startsWith(line)) return true;
    return (
      line.startsWith(name) && (line.length === name.length ? isOpen : /^\s*\(|^\s*$/.test(line.slice(name.length)))
    );
  });
}
