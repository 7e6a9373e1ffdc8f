import { z } from "zod";
import { AppError, type Context } from "../../core/index.ts";
import type { GenerateResult, Models, Usage } from "../../models/index.ts";
import { SYSTEM_PROMPT } from "./prompt.ts";
import type { Strategy } from "../strategy.ts";
import type { Fill, FormField, Hole, Option } from "./types.ts";

/** What the questions of one run share: the model, and the record of what was asked. */
interface Asker {
  ask<T>(
    task: "classify" | "extract" | "write" | "code",
    schema: z.ZodType<T> | null,
    input: string,
    maxTokens: number,
  ): Promise<GenerateResult<T | string>>;
  decided(question: string, offered: number, chosen: string): void;
  /** Who picks one of several candidates. */
  chooser: () => Promise<Strategy["chooser"]>;
}

export interface FillOptions {
  onHole?: (hole: Hole, ms: number) => void;
  chooser?: () => Promise<Strategy["chooser"]>;
}

/**
 * The model behind the holes of a plan. `ctx.signal` cancels; every call's usage is kept. Where `chooser` says "code", the
 * first candidate is taken, which code ranks best.
 */
export function createFill(models: Pick<Models, "generate">, ctx: Context, options: FillOptions = {}): Fill {
  const usage: Usage[] = [];
  const holes: Hole[] = [];
  let ms = 0;
  const asker: Asker = {
    async ask<T>(
      task: "classify" | "extract" | "write" | "code",
      schema: z.ZodType<T> | null,
      input: string,
      maxTokens: number,
    ) {
      const result = await models.generate<T | string>(
        {
          task,
          system: SYSTEM_PROMPT,
          input,
          budget: { maxTokens },
          ...(schema ? { schema: schema as z.ZodType<T | string> } : {}),
        },
        ctx,
      );
      usage.push(result.usage);
      ms += result.usage.wallMs;
      return result;
    },
    decided(question, offered, chosen) {
      const hole = { question, offered, chosen };
      holes.push(hole);
      options.onHole?.(hole, ms);
      ms = 0;
    },
    chooser: options.chooser ?? (() => Promise.resolve("model")),
  };
  return {
    choose: (hole) => choose(hole, asker),
    chooseMany: (hole) => chooseMany(hole, asker),
    form: (hole) => form(hole, asker),
    write: (hole) => write(hole, asker),
    match: (hole) => match(hole, asker),
    get used() {
      return { calls: usage.reduce((total, entry) => total + entry.calls, 0), usage };
    },
    holes,
  };
}

async function choose(hole: Parameters<Fill["choose"]>[0], { ask, decided, chooser }: Asker): Promise<number | null> {
  const labels = uniqueLabels(hole.options);
  if (labels.length === 0) return null;
  if (labels.length === 1 && hole.none === undefined) return 0;
  const offered = hole.none === undefined ? labels : [...labels, hole.none];
  if ((await chooser()) === "code") {
    decided(hole.question, offered.length, labels[0] ?? "");
    return 0;
  }
  const schema = z.object({ answer: z.enum(offered as [string, ...string[]]) });
  const input = [
    ...(hole.context ? [hole.context] : []),
    hole.question,
    "Options:",
    ...offered.map((label, at) => `- ${label}${about(hole.options[at])}`),
  ].join("\n");
  const { value } = await ask("classify", schema, input, longest(offered));
  const answer = (value as { answer: string }).answer;
  decided(hole.question, offered.length, answer);
  const index = labels.indexOf(answer);
  return index === -1 ? null : index;
}

/** Options that a small model can judge at once; more are asked page by page. */
const PAGE = 8;

async function chooseMany(hole: Parameters<Fill["chooseMany"]>[0], { ask, decided }: Asker): Promise<number[]> {
  const labels = uniqueLabels(hole.options);
  const pages = Math.ceil(labels.length / PAGE);
  const perPage = Math.ceil(labels.length / pages);
  const chosen = new Set<string>();
  for (let at = 0; at < labels.length; at += perPage) {
    const page = labels.slice(at, at + perPage);
    const max = Math.min(hole.max ?? page.length, page.length);
    const schema = z.object({ answer: z.array(z.enum(page as [string, ...string[]])).max(max) });
    const input = [
      ...(hole.context ? [hole.context] : []),
      hole.question,
      "Options (choose every one that fits, none if none does):",
      ...page.map((label, n) => `- ${label}${about(hole.options[at + n])}`),
    ].join("\n");
    const { value } = await ask("classify", schema, input, longest(page) * max);
    for (const label of (value as { answer: string[] }).answer) chosen.add(label);
  }
  if (labels.length > 0) decided(hole.question, labels.length, [...chosen].join(" | "));
  return labels.flatMap((label, at) => (chosen.has(label) ? [at] : [])).slice(0, hole.max);
}

async function form(
  hole: Parameters<Fill["form"]>[0],
  { ask, decided, chooser }: Asker,
): Promise<Record<string, string>> {
  const settled: Record<string, string> = {};
  const open: FormField[] = [];
  const byCode = (await chooser()) === "code";
  for (const field of hole.fields) {
    if (field.options.length === 0) throw new AppError("E_BUG", `The field ${field.name} has no options.`);
    if (byCode && field.options.length > 1)
      decided(`${hole.question} ${field.name}`, field.options.length, field.options[0] ?? "");
    if (byCode || field.options.length === 1) settled[field.name] = field.options[0] ?? "";
    else open.push(field);
  }
  if (open.length === 0) return settled;
  const schema = z.object(
    Object.fromEntries(open.map((field) => [field.name, z.enum(field.options as [string, ...string[]])])),
  );
  const input = [
    ...(hole.context ? [hole.context] : []),
    hole.question,
    "Fields:",
    ...open.map((field) => `- ${field.name}${field.about ? ` (${field.about})` : ""}: ${field.options.join(" | ")}`),
  ].join("\n");
  const tokens = open.reduce((total, field) => total + longest(field.options) + field.name.length, 16);
  const { value } = await ask("extract", schema, input, tokens);
  const answers = value as Record<string, string>;
  for (const field of open) {
    const chosen = answers[field.name] ?? "";
    decided(`${hole.question} ${field.name}`, field.options.length, chosen);
    settled[field.name] = chosen;
  }
  return settled;
}

async function write(
  hole: Parameters<Fill["write"]>[0],
  { ask, decided }: Asker,
): Promise<{ text: string; faults: string[] }> {
  const rounds = hole.rounds ?? 2;
  const language = hole.lang === "de" ? "German" : "English";
  const bound = hole.maxWords ? ` Use at most ${Math.max(10, Math.floor(hole.maxWords * 0.8))} words.` : "";
  const base = `${hole.context}\n\n${hole.task} Write in ${language}.${bound}`;
  const maxTokens = Math.min(700, Math.ceil((hole.maxWords ?? 160) * 2.6) + 40);
  let best: { text: string; faults: string[] } | null = null;
  let input = base;
  for (let round = 0; round < rounds; round += 1) {
    const { text } = await ask("write", null, input, maxTokens);
    const faults = hole.check?.(text.trim()) ?? [];
    if (!best || faults.length < best.faults.length) best = { text: text.trim(), faults };
    if (faults.length === 0) break;
    input = `${base}\n\nYour last text was:\n${text.trim()}\n\nMend exactly this and keep the rest: ${faults.join("; ")}.`;
  }
  decided(hole.task, 0, best?.text.slice(0, 200) ?? "");
  return best ?? { text: "", faults: ["empty"] };
}

async function match(
  { question, context, name, pattern, maxTokens }: Parameters<Fill["match"]>[0],
  { ask, decided, chooser }: Asker,
): Promise<string | null> {
  if ((await chooser()) === "code") return null;
  const schema = z.object({ [name]: z.string().regex(new RegExp(pattern)) });
  const { value } = await ask("code", schema, `${context}\n${question}`, maxTokens);
  const text = (value as Record<string, string>)[name] ?? "";
  decided(question, 0, text);
  return text;
}

/** Labels short enough to write, unique, without quotes that a grammar would have to escape. */
function uniqueLabels(options: Option[]): string[] {
  const seen = new Set<string>();
  return options.map((option) => {
    const base =
      option.label
        .replaceAll(/["\\\p{C}]/gu, " ")
        .replaceAll(/\s+/g, " ")
        .trim()
        .slice(0, 80) || "-";
    let label = base;
    for (let n = 2; seen.has(label); n += 1) label = `${base} (${n})`;
    seen.add(label);
    return label;
  });
}

function about(option: Option | undefined): string {
  return option?.about ? `: ${option.about}` : "";
}

/** Upper bound in tokens for writing one of the labels inside a JSON answer. */
function longest(labels: string[]): number {
  return 16 + Math.max(...labels.map((label) => label.length));
}
