import { z } from "zod";
import { fold, words } from "../../../files/index.ts";
import { PROFILE_FIELDS, type Memory, type Profile } from "../../../store/index.ts";
import { profileLines, quoted, readFact } from "../../memory/index.ts";
import type { Lang, Operation, PlanContext, Val } from "../types.ts";

const args = z.object({
  ids: z.array(z.string()),
  /** Fields of the profile. */
  fields: z.array(z.enum(PROFILE_FIELDS as [(typeof PROFILE_FIELDS)[number], ...typeof PROFILE_FIELDS])),
  /** One fact as the answer to a question, a field of the profile, a list, or the list out of which one has to be named. */
  form: z.enum(["value", "field", "list", "which"]),
  /** The person's words for what is asked about; "" for everything. */
  about: z.string(),
  /** Memories that fit, too, and are not shown. */
  more: z.number().int().nonnegative(),
});
export type RecallArgs = z.infer<typeof args>;

/** Tells what is remembered. What was forgotten since it was planned is not told. */
export const recallOp: Operation<RecallArgs> = {
  name: "recall",
  args,
  effect: "read",
  reads: "arguments",
  async run(asked, ctx) {
    const { lang } = ctx.request;
    const known = new Map((await ctx.memory.all()).map(({ memory }) => [memory.id, memory]));
    const memories = asked.ids.flatMap((id) => known.get(id) ?? []);
    if (asked.form === "field") return tellField(asked, await ctx.memory.profile(), lang);
    const [first] = memories;
    if (asked.form === "value" && first) return tellValue(first, asked.about, lang);
    return tellList(asked, memories, ctx);
  },
};

function tellField({ fields }: RecallArgs, profile: Profile, lang: Lang): Val {
  const [line] = profileLines(profile, fields, lang);
  if (line === undefined)
    return absent(lang === "de" ? "Das ist mir nicht gesagt worden." : "I have not been told that.");
  const value = line.slice(line.indexOf(": ") + 2);
  return { type: "value", value, kind: "text", evidence: [], say: value };
}

const absent = (say: string): Val => ({ type: "value", value: null, kind: "absent", evidence: [], say });

/** The value of a fact; its subject where the question holds the value ("Whose number is 555?"). */
function tellValue(memory: Memory, question: string, lang: Lang): Val {
  const fact = readFact(memory.text) ?? { subject: memory.text, value: memory.text };
  const asked = new Set(words(question).map(({ word }) => word));
  const holds = words(fact.value).every(({ word }) => asked.has(word));
  const text = holds ? fact.subject : fact.value;
  const said = lang === "de" ? "so wurde es mir gesagt" : "so I was told";
  return {
    type: "value",
    ...toTyped(text),
    evidence: [{ path: memory.id, quote: memory.text }],
    say: `${text} – ${said}: ${quoted(memory.text, lang)}.`,
    memories: [{ id: memory.id, text: memory.text }],
  };
}

/** Only what cannot be meant otherwise is a number: "030 1234" and "1.200" stay text. */
function toTyped(text: string): { value: string; kind: "number" | "text" } {
  const isNumber = /^(?:[1-9]\d{0,14}|0)(?:[.,]\d{1,2})?$/u.test(text);
  return isNumber ? { value: text.replace(",", "."), kind: "number" } : { value: text, kind: "text" };
}

async function tellList(asked: RecallArgs, memories: Memory[], ctx: PlanContext): Promise<Val> {
  const { lang } = ctx.request;
  const german = lang === "de";
  const profile = profileLines(await ctx.memory.profile(), asked.fields, lang);
  if (memories.length === 0 && profile.length === 0) return absent(nothing(asked.about, german));
  const isWhich = asked.form === "which";
  const lines = [...profile, ...memories.map(({ id, text }) => (isWhich ? `${text} (${id})` : text))];
  const rest = asked.more === 0 ? [] : [german ? `… und ${asked.more} weitere` : `… and ${asked.more} more`];
  const shown = [...lines.map((line) => `- ${cut(line)}`), ...rest].join("\n");
  const count = memories.length + asked.more;
  const lead = isWhich
    ? german
      ? `${count} Einträge passen zu ${quoted(asked.about, lang)}; geändert ist nichts. Welcher ist gemeint? Nennen Sie ihn im ganzen Wortlaut oder mit seiner Kennung:`
      : `${count} memories fit ${quoted(asked.about, lang)}; nothing has changed. Which one is meant? Say all of its words, or its id:`
    : german
      ? "Das weiß ich:"
      : "This is what I know:";
  return {
    type: "table",
    table: {
      columns: ["id", "text"].map((name) => ({ name, kind: "text" as const, unit: null })),
      rows: [...profile.map((line) => ["profile", line]), ...memories.map(({ id, text }) => [id, text])],
    },
    evidence: memories.map(({ id, text }) => ({ path: id, quote: text })),
    say: `${lead}\n${shown}`,
    ...(isWhich ? {} : { memories: memories.map(({ id, text }) => ({ id, text })) }),
  };
}

function nothing(about: string, german: boolean): string {
  if (fold(about) === "") return german ? "Ich habe mir noch nichts gemerkt." : "I remember nothing yet.";
  return german
    ? `Dazu habe ich mir nichts gemerkt: ${quoted(about, "de")}.`
    : `I remember nothing about ${quoted(about, "en")}.`;
}

const MOST_CHARS = 400;
const cut = (line: string): string => (line.length > MOST_CHARS ? `${line.slice(0, MOST_CHARS)} …` : line);
