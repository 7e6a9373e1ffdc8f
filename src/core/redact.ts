/** What stands in the place of a secret. */
const HIDDEN = "[secret]";
/** Shorter ones would tear holes into ordinary words. */
const SHORTEST = 6;

/** Takes values that must never be shown out of texts, also as usual encodings write them. */
export interface Redactor {
  hide(value: string): void;
  redact(text: string): string;
}

export function createRedactor(values: readonly string[] = []): Redactor {
  const forms = new Set<string>();
  let pattern: RegExp | null = null;
  const redactor: Redactor = {
    hide(value) {
      if (value.length < SHORTEST) return;
      for (const form of formsOf(value)) forms.add(form);
      const longestFirst = [...forms].toSorted((a, b) => b.length - a.length);
      pattern = new RegExp(longestFirst.map(RegExp.escape).join("|"), "gi");
    },
    redact: (text) => (pattern === null ? text : text.replaceAll(pattern, HIDDEN)),
  };
  for (const value of values) redactor.hide(value);
  return redactor;
}

/** As it stands, in JSON, percent-encoded, as HTML, hexadecimal, and in base64 wherever it may begin in a longer text. */
function* formsOf(value: string): Generator<string> {
  const bytes = Buffer.from(value, "utf8");
  yield value;
  yield JSON.stringify(value).slice(1, -1);
  yield encodeURIComponent(value.toWellFormed());
  yield value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  yield [...value].toReversed().join("");
  yield bytes.toString("hex");
  yield Buffer.from(value, "utf16le").toString("base64").replace(/=+$/, "");
  for (const offset of [0, 1, 2]) {
    // Of the characters only those that no neighbour has a share in.
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const inner = text.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + bytes.length) * 8) / 6));
    if (inner.length < SHORTEST) continue;
    yield inner;
    yield inner.replaceAll("+", "-").replaceAll("/", "_");
  }
}
