import type { JsonSchema, ToolSpec } from "../engine/types.ts";

/** Short on purpose: the whole probe must be over in seconds on two cores. Half German, half English. */
export const PROBE_SYSTEM = "You do small office tasks exactly. Answer in JSON.";

interface Case {
  input: string;
  /** Needs German: these cases make the share of German. */
  german?: true;
}

export interface ChooseCase extends Case {
  options: string[];
  right: string;
}

export const CHOOSE: readonly ChooseCase[] = [
  {
    input: "'Anbei unsere Rechnung, bitte zahlen.'",
    options: ["complaint", "invoice", "application"],
    right: "invoice",
    german: true,
  },
  {
    input: "'The chair arrived broken!'",
    options: ["order", "complaint", "newsletter"],
    right: "complaint",
  },
  {
    input: "'Ich möchte 20 Kisten bestellen.'",
    options: ["cancellation", "invoice", "order"],
    right: "order",
    german: true,
  },
  {
    input: "Which file holds prices?",
    options: ["minutes.txt", "staff.csv", "prices.csv"],
    right: "prices.csv",
  },
  { input: "Welche Spalte nennt den Ort?", options: ["Stadt", "Betrag", "Datum"], right: "Stadt", german: true },
  { input: "Language of 'Wie geht es Ihnen?'", options: ["English", "German", "French"], right: "German" },
  {
    input: "'Hallo Paul … Viele Grüße, Eva' Wer schrieb es?",
    options: ["Paul", "Eva"],
    right: "Eva",
    german: true,
  },
  {
    input: "'Moved from Monday to Friday.' When is it?",
    options: ["Monday", "Friday"],
    right: "Friday",
  },
];

export interface SchemaCase extends Case {
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
    input: "Extract: 'Order 55: 12 chairs for Oslo'",
    schema: object({ order: { type: "integer" }, city: text }),
    right: { order: 55, city: "Oslo" },
  },
  {
    input: "Extrahiere: 'Lena Voss, 34 Jahre, aus Bremen'",
    schema: object({ name: text, age: { type: "integer" } }),
    right: { name: "Lena Voss", age: 34 },
    german: true,
  },
  {
    input: "Extract: 'Call me on 555-0199, Tom Hill'",
    schema: object({ name: text, phone: text }),
    right: { name: "Tom Hill", phone: "555-0199" },
  },
  {
    input: "Extrahiere: '3 Hämmer, 5 Sägen'",
    schema: object({ hammer: { type: "integer" }, saege: { type: "integer" } }),
    right: { hammer: 3, saege: 5 },
    german: true,
  },
];

/** Without bounds: every word of a tool's schema is read by the model. */
const word = { type: "string" };

export const PROBE_TOOLS: readonly ToolSpec[] = [
  { name: "read_file", description: "Read a file", input: object({ path: word }) },
  { name: "send_mail", description: "Send a mail", input: object({ to: word }) },
];

export interface ToolCase extends Case {
  /** null: no tool is needed. */
  right: { name: string; input: Record<string, unknown> } | null;
}

/** Few: a call costs as much as six choices, and one that is wrong settles that the model's own way is not used. */
export const TOOLS: readonly ToolCase[] = [
  { input: "Lies die Datei preise.csv", right: { name: "read_file", input: { path: "preise.csv" } }, german: true },
  {
    input: "Send a mail to tom@hill.org",
    right: { name: "send_mail", input: { to: "tom@hill.org" } },
  },
  { input: "Say hello to me.", right: null },
];
