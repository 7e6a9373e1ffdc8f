import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Figure } from "../../../bench/types.ts";
import { findInvoice } from "../../../src/desks/inbox/extract/invoice/findInvoice.ts";
import type { FieldName } from "../../../src/desks/inbox/extract/invoice/types.ts";
import { toMail } from "../../../src/files/index.ts";

export interface InvoiceCase {
  id: string;
  lang: "de" | "en";
  /** Local time of arrival, "YYYY-MM-DDTHH:MM". */
  at: string;
  truth: Record<FieldName, string | null> & {
    /** Fields that the mail contradicts itself about: then their value is null. */
    conflicts: FieldName[];
  };
  from: { name: string; address: string };
  subject: string;
  body: string;
  /** As the text of its PDF is read. */
  attachments?: { name: string; text: string }[];
}

export async function readInvoiceCases(): Promise<InvoiceCase[]> {
  const text = await readFile(join(import.meta.dirname, "mails.jsonl"), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as InvoiceCase);
}

/** Counts of one field. `invented`: a value where the truth knows none; `shown`: contradictions that were shown as such. */
export interface FieldFigures {
  right: number;
  wrong: number;
  missed: number;
  invented: number;
  shown: number;
  conflicts: number;
  of: number;
}

const JUDGED: readonly FieldName[] = ["amount", "currency", "due", "number", "iban"];

/** Reads every mail of the set as the desk would, and counts what is exactly right. */
export async function measureInvoices(
  cases: readonly InvoiceCase[],
): Promise<{ fields: Record<string, FieldFigures>; faults: string[] }> {
  const fields: Record<string, FieldFigures> = {};
  const faults: string[] = [];
  for (const one of cases) {
    const { from, subject, body, attachments = [], truth } = one;
    const raw = `From: "${from.name}" <${from.address}>\r\nSubject: =?utf-8?B?${Buffer.from(subject).toString("base64")}?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}`;
    const mail = await toMail(Buffer.from(raw), { own: [], authServer: null });
    const invoice = findInvoice({
      texts: [
        { source: "text", text: `${mail.subject}\n${mail.text}` },
        ...attachments.map(({ name, text }) => ({ source: name, text })),
      ],
      structured: [],
      sender: from.name,
      today: one.at.slice(0, 10),
    });
    for (const name of JUDGED) {
      const figures = (fields[`${one.lang} ${name}`] ??= {
        right: 0,
        wrong: 0,
        missed: 0,
        invented: 0,
        shown: 0,
        conflicts: 0,
        of: 0,
      });
      const { value, others } = invoice[name];
      const isConflict = truth.conflicts.includes(name);
      figures.of += 1;
      if (isConflict) figures.conflicts += 1;
      const isRight =
        name === "amount" && value !== null && truth.amount !== null
          ? Number(value) === Number(truth.amount)
          : value === truth[name];
      if (isConflict && others.length > 1) figures.shown += 1;
      if (isRight && (!isConflict || others.length > 1)) figures.right += 1;
      else if (truth[name] === null) figures.invented += value === null ? 0 : 1;
      else if (value === null) figures.missed += 1;
      else figures.wrong += 1;
      if (!isRight || (isConflict && others.length < 2))
        faults.push(
          `${one.id} ${name}: ${value ?? `none (${others.map((other) => other.value).join(" | ")})`}, truth ${truth[name] ?? "none"}`,
        );
    }
  }
  return { fields, faults };
}

/** `npm run eval -- inbox --invoices`. */
export async function measureInvoiceSet(note: (line: string) => void, isVerbose: boolean): Promise<Figure[]> {
  const cases = await readInvoiceCases();
  const { fields, faults } = await measureInvoices(cases);
  if (isVerbose) faults.forEach(note);
  return Object.entries(fields).flatMap(([name, { right, invented, of }]) => [
    { name: `invoices: ${name}, exactly right`, value: right / of, unit: "share", n: of },
    { name: `invoices: ${name}, invented`, value: invented, unit: "mails", n: of },
  ]);
}
