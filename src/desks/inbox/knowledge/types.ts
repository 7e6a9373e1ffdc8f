import { z } from "zod";

const cell = z.object({
  /** Of its column. */
  name: z.string(),
  /** As it stands in the file. */
  raw: z.string(),
  /** Decimal string, ISO date or text, by the column's type; null: empty. */
  value: z.string().nullable(),
  type: z.enum(["text", "number", "money", "date", "boolean"]),
  unit: z.string().nullable(),
});
export type FactCell = z.infer<typeof cell>;

const base = {
  /** Above it, the document's title first. */
  headings: z.array(z.string()),
  /** ISO date from which the document says that it holds; null: it says nothing. */
  since: z.string().nullable(),
  /** Its path says that it was put away. */
  isOld: z.boolean(),
};

/** What a chunk of knowledge is. */
export const factSchema = z.discriminatedUnion("kind", [
  /** A row of a table: `key` says of what, `cells` what. */
  z.object({ ...base, kind: z.literal("row"), table: z.string(), key: z.array(cell), cells: z.array(cell) }),
  /** A question with its answer, from a list of such or out of past mail. */
  z.object({ ...base, kind: z.literal("answer"), question: z.string(), answer: z.string(), isPast: z.boolean() }),
  /** Lines that belong together: a list, or labels with values. */
  z.object({ ...base, kind: z.literal("lines"), lines: z.array(z.string()) }),
  z.object({ ...base, kind: z.literal("text"), text: z.string() }),
  /** A row of a table of words and what is said about them. */
  z.object({ ...base, kind: z.literal("pair"), label: z.string(), value: z.string() }),
]);
export type Fact = z.infer<typeof factSchema>;
export type RowFact = Extract<Fact, { kind: "row" }>;
