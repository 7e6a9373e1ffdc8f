/** Where an object stands in a JSON text, and where the value of each of its keys does. */
export interface JsonSpan {
  start: number;
  end: number;
  /** Behind the last value (or the opening brace): a new key goes here. */
  last: number;
  values: Map<string, { start: number; end: number }>;
}

/** The objects of the array at the top, or under a key of the top object. The text is valid JSON. */
export function objectsOf(text: string, key: string | null): JsonSpan[] {
  const start = skip(text, 0);
  if (key === null) return itemsOf(text, start);
  const span = objectAt(text, start).values.get(key);
  return span ? itemsOf(text, span.start) : [];
}

function itemsOf(text: string, open: number): JsonSpan[] {
  const items: JsonSpan[] = [];
  let at = skip(text, open + 1);
  while (at < text.length && text[at] !== "]") {
    const item = objectAt(text, at);
    items.push(item);
    at = skip(text, item.end);
  }
  return items;
}

function objectAt(text: string, open: number): JsonSpan {
  const values: JsonSpan["values"] = new Map();
  let last = open + 1;
  let at = skip(text, open + 1);
  while (at < text.length && text[at] !== "}") {
    const keyEnd = endOf(text, at);
    const start = skip(text, keyEnd);
    const end = endOf(text, start);
    values.set(String(JSON.parse(text.slice(at, keyEnd))), { start, end });
    last = end;
    at = skip(text, end);
  }
  return { start: open, end: at + 1, last, values };
}

/** Over spaces, commas and colons. */
function skip(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\s,:\uFEFF]/.test(text[at] ?? "")) at += 1;
  return at;
}

/** Behind the value that begins here. */
function endOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (char === '"') {
      at += 1;
      while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    } else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") {
      if (depth === 0) return at;
      depth -= 1;
    } else if (depth === 0 && /[\s,:]/.test(char)) return at;
    if (depth === 0 && /["}\]]/.test(text[at] ?? "")) return at + 1;
  }
  return text.length;
}
