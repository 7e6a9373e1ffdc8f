/** One field of a CSV text, with where it stands: `start`..`end` cover it with its quotes. */
export interface CsvField {
  value: string;
  start: number;
  end: number;
  quoted: boolean;
}

export interface CsvRecord {
  fields: CsvField[];
  start: number;
  /** Before the line end. */
  end: number;
  /** Behind the line end. */
  next: number;
  /** 1-based line of the text on which it begins. */
  line: number;
}

/**
 * Records of a CSV text (RFC 4180) with offsets, so that reader and writer agree on every cell. Forgiving: a quote inside an
 * unquoted field is a character; a quoted field that never closes ends at its line; text behind a closing quote belongs to the field.
 * Stops after `maxRecords`.
 */
export function scanCsv(text: string, delimiter: string, maxRecords = Number.POSITIVE_INFINITY): CsvRecord[] {
  const records: CsvRecord[] = [];
  let at = 0;
  let line = 1;
  let openQuote = true; // once a quote never closed, the rest of the text has none that does
  while (at < text.length && records.length < maxRecords) {
    const record: CsvRecord = { fields: [], start: at, end: at, next: at, line };
    for (;;) {
      const field = scanField(text, at, delimiter, openQuote);
      if (field.unclosed) openQuote = false;
      record.fields.push(field);
      at = field.end;
      if (text.startsWith(delimiter, at) && at < text.length) at += delimiter.length;
      else break;
    }
    record.end = at;
    if (text[at] === "\r" && text[at + 1] === "\n") at += 2;
    else if (at < text.length) at += 1;
    record.next = at;
    line += countLines(text, record.start, record.next);
    records.push(record);
  }
  return records;
}

function scanField(text: string, at: number, delimiter: string, mayQuote: boolean): CsvField & { unclosed: boolean } {
  if (text[at] !== '"' || !mayQuote) return { ...scanPlain(text, at, delimiter), unclosed: false };
  let value = "";
  let from = at + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return { ...scanPlain(text, at, delimiter), unclosed: true };
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      const rest = scanPlain(text, quote + 1, delimiter);
      return { value: value + rest.value, start: at, end: rest.end, quoted: true, unclosed: false };
    }
    value += '"';
    from = quote + 2;
  }
}

function scanPlain(text: string, at: number, delimiter: string): CsvField {
  let end = at;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r" && text[end] !== delimiter) end += 1;
  return { value: text.slice(at, end), start: at, end, quoted: false };
}

function countLines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) {
    if (text[at] === "\n" || (text[at] === "\r" && text[at + 1] !== "\n")) count += 1;
  }
  return count;
}
