import type { JsonSchema, ToolSpec } from "../engine/types.ts";

/** Short on purpose: the whole probe must be over in seconds on two cores. Half German, half English. */
export const PROBE_SYSTEM = "You do small office tasks exactly. Answer in JSON.";

export interface ChooseCase {
  input: string;
  options: string[];
  right: string;
}

export const CHOOSE: readonly ChooseCase[] = [
  {
    input: "Mail: 'Anbei unsere Rechnung 2041, bitte bis 30.6. zahlen.'",
    options: ["complaint", "invoice", "application"],
    right: "invoice",
  },
  {
    input: "Mail: 'The chair arrived broken, I am very angry.'",
    options: ["order", "complaint", "newsletter"],
    right: "complaint",
  },
  { input: "Mail: 'Ich möchte 20 Kisten bestellen.'", options: ["cancellation", "invoice", "order"], right: "order" },
  {
    input: "Which file holds prices?",
    options: ["minutes_may.txt", "staff.csv", "price_list.csv"],
    right: "price_list.csv",
  },
  { input: "Welche Spalte nennt den Ort?", options: ["Stadt", "Betrag", "Datum"], right: "Stadt" },
  { input: "Language of 'Guten Tag, wie geht es Ihnen?'", options: ["English", "German", "French"], right: "German" },
  {
    input: "Wer hat unterschrieben? 'Mit freundlichen Grüßen, Eva Kern' an Herrn Paul Roth",
    options: ["Paul Roth", "Eva Kern"],
    right: "Eva Kern",
  },
  {
    input: "'We moved the meeting from Monday to Friday.' On which day is it now?",
    options: ["Monday", "Friday"],
    right: "Friday",
  },
];

export interface SchemaCase {
  input: string;
  schema: JsonSchema;
  right: Record<string, unknown>;
}

const text = { type: "string", maxLength: 40 };
const object = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: "object",
  properties,
  required: Object.keys(properties),
});

export const SCHEMA: readonly SchemaCase[] = [
  {
    input: "Extract: 'Order 5512: 12 chairs for Oslo.'",
    schema: object({ order: { type: "integer" }, city: text }),
    right: { order: 5512, city: "Oslo" },
  },
  {
    input: "Extrahiere: 'Frau Lena Voss, 34 Jahre, aus Bremen'",
    schema: object({ name: text, age: { type: "integer" } }),
    right: { name: "Lena Voss", age: 34 },
  },
  {
    input: "Extract: 'Call me on 555-0199, Tom Hill'",
    schema: object({ name: text, phone: text }),
    right: { name: "Tom Hill", phone: "555-0199" },
  },
  {
    input: "Extrahiere: '3 Hämmer und 5 Sägen geliefert'",
    schema: object({ hammer: { type: "integer" }, saege: { type: "integer" } }),
    right: { hammer: 3, saege: 5 },
  },
];

/** Without bounds: every word of a tool's schema is read by the model. */
const word = { type: "string" };

export const PROBE_TOOLS: readonly ToolSpec[] = [
  { name: "read_file", description: "Read a file", input: object({ path: word }) },
  { name: "send_mail", description: "Send a mail", input: object({ to: word, subject: word }) },
];

export interface ToolCase {
  input: string;
  /** null: no tool is needed. */
  right: { name: string; input: Record<string, unknown> } | null;
}

export const TOOLS: readonly ToolCase[] = [
  { input: "Read the file notes/may.txt", right: { name: "read_file", input: { path: "notes/may.txt" } } },
  { input: "Lies die Datei preise.csv", right: { name: "read_file", input: { path: "preise.csv" } } },
  {
    input: "Mail tom@hill.org with the subject Offer",
    right: { name: "send_mail", input: { to: "tom@hill.org", subject: "Offer" } },
  },
  { input: "Say hello to me.", right: null },
];
