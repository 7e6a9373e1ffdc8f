/**
 * Judges one task of eval/agent-tasks by code alone: the JSON of `kralle ask --json` and the folder before and after.
 * The format is described in agent-tasks/FORMAT.md. The judge reads and compares; it never writes and never calls a model.
 */
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import {
  decode,
  fold,
  languageOf,
  normalLines,
  occurs,
  parseCsv,
  readXlsx,
  toIsoDate,
  toNumbers,
  toObjects,
  toPath,
} from "./judge-reading.ts";
import type { Cell, Row } from "./judge-reading.ts";

export type Kind =
  | "find"
  | "count"
  | "compute"
  | "compare"
  | "extract"
  | "edit"
  | "rename"
  | "write"
  | "summarise"
  | "question"
  | "chain"
  | "absent";
export type Value = number | string | (number | string)[] | Row[];
/** Every entry must occur; of an inner array at least one must. */
export type Terms = (string | string[])[];
export type Range = { min?: number; max?: number };

export type FileCheck = {
  path?: string;
  newFile?: { ext?: string; under?: string };
  exists?: boolean;
  same?: string;
  text?: string;
  has?: Terms;
  hasNot?: string[];
  lang?: "de" | "en";
  words?: Range;
  table?: { rows: Row[]; ordered?: boolean };
};

export type Check = {
  value?: Value;
  valueAnyOf?: Value[];
  ordered?: boolean;
  tolerance?: number;
  absent?: true;
  answerHas?: Terms;
  answerHasNot?: string[];
  answerWords?: Range;
  answerLang?: "de" | "en";
  evidence?: string[];
  files?: FileCheck[];
};

export type Task = {
  id: string;
  lang: "de" | "en";
  kind: Kind;
  traps?: string[];
  today: string;
  request: string;
  check: Check;
};

export type Workspace = { workspace: string; firm: string; frozen: boolean; tasks: Task[] };

/** The last JSON line of `kralle ask --json`; the caller parses it, the judge trusts nothing in it. */
export type AskResult = {
  ok: boolean;
  answer?: string;
  value?: unknown;
  evidence?: { path: string; quote?: string }[];
  changed?: unknown;
  stopped?: unknown;
  error?: unknown;
};

/** Files by their path relative to the workspace, with forward slashes. */
export type Tree = Map<string, Buffer>;
export type Verdict = { ok: boolean; faults: string[] };

type Rules = { ordered: boolean; tolerance: number };

/** All faults are collected, so that one run shows everything that is wrong with a result. */
export async function judge(
  task: Pick<Task, "check">,
  result: AskResult | undefined,
  before: Tree,
  after: Tree,
): Promise<Verdict> {
  const faults = [...resultFaults(task.check, result), ...(await treeFaults(task.check.files ?? [], before, after))];
  return { ok: faults.length === 0, faults };
}

/** The whole folder as bytes. Links are not followed; empty folders leave no trace. */
export async function readTree(dir: string): Promise<Tree> {
  const tree: Tree = new Map();
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const full = join(entry.parentPath, entry.name);
    tree.set(relative(dir, full).split(sep).join("/").normalize("NFC"), await readFile(full));
  }
  return tree;
}

// --- the result -----------------------------------------------------------------------------------------------------

function resultFaults(check: Check, result: AskResult | undefined): string[] {
  if (!result || typeof result !== "object") return ["there is no result"];
  const faults: string[] = [];
  if (result.ok !== true)
    faults.push(`the result is not ok: ${JSON.stringify(result.error ?? result.stopped ?? null)}`);
  const value = result.value ?? null;
  if (check.absent && value !== null) faults.push(`expected "not in the files", got ${show(value)}`);
  faults.push(...valueFaults(check, value));
  faults.push(
    ...textFaults("the answer", typeof result.answer === "string" ? result.answer : "", {
      has: check.answerHas,
      hasNot: check.answerHasNot,
      words: check.answerWords,
      lang: check.answerLang,
    }),
  );
  if (check.evidence) {
    const named = (Array.isArray(result.evidence) ? result.evidence : []).map((one) => toPath(String(one?.path ?? "")));
    if (!check.evidence.some((path) => named.includes(toPath(path)))) {
      faults.push(`no evidence from ${check.evidence.join(" or ")}; named were ${show(named)}`);
    }
  }
  return faults;
}

function valueFaults(check: Check, value: unknown): string[] {
  const accepted = [...(check.value === undefined ? [] : [check.value]), ...(check.valueAnyOf ?? [])];
  if (accepted.length === 0) return [];
  const rules = { ordered: check.ordered ?? false, tolerance: check.tolerance ?? 0.005 };
  if (accepted.some((one) => sameValue(one, value, rules))) return [];
  return [`the value is ${show(value)}, expected ${accepted.map(show).join(" or ")}`];
}

function sameValue(expected: Value, actual: unknown, rules: Rules): boolean {
  if (!Array.isArray(expected)) return sameCell(expected, actual, rules.tolerance);
  if (!Array.isArray(actual)) return false;
  const isTable = expected.some((one) => typeof one === "object");
  if (isTable) return sameRows(expected as Row[], actual, rules);
  const wanted = expected as (number | string)[];
  if (rules.ordered) {
    return wanted.length === actual.length && wanted.every((one, at) => sameCell(one, actual[at], rules.tolerance));
  }
  return (
    wanted.every((one) => actual.some((other) => sameCell(one, other, rules.tolerance))) &&
    actual.every((other) => wanted.some((one) => sameCell(one, other, rules.tolerance)))
  );
}

/** Rows are matched one to one: a doubled row is an extra row. */
function sameRows(expected: Row[], actual: unknown[], rules: Rules): boolean {
  if (expected.length !== actual.length) return false;
  const rest = actual.map(toRow);
  for (const row of expected) {
    const at = rules.ordered ? 0 : rest.findIndex((other) => sameRow(row, other, rules.tolerance));
    const found = rest[at];
    if (!found || !sameRow(row, found, rules.tolerance)) return false;
    rest.splice(at, 1);
  }
  return true;
}

function toRow(value: unknown): Map<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return new Map();
  return new Map(Object.entries(value).map(([key, cell]) => [fold(key), cell]));
}

function sameRow(expected: Row, actual: Map<string, unknown>, tolerance: number): boolean {
  return Object.entries(expected).every(
    ([key, cell]) => actual.has(fold(key)) && sameCell(cell, actual.get(fold(key)), tolerance),
  );
}

function sameCell(expected: Cell, actual: unknown, tolerance: number): boolean {
  if (expected === null) return actual === null || actual === "";
  if (typeof expected === "number") {
    return toNumbers(actual).some((number) => Math.abs(number - expected) <= tolerance + 1e-9);
  }
  if (typeof actual !== "string" && typeof actual !== "number") return false;
  const text = String(actual);
  if (fold(text) === fold(expected) || fold(toPath(text)) === fold(expected)) return true;
  return /^\d{4}-\d{2}-\d{2}$/.test(expected) && toIsoDate(text) === expected;
}

// --- text -----------------------------------------------------------------------------------------------------------

type TextRules = {
  has?: Terms | undefined;
  hasNot?: string[] | undefined;
  words?: Range | undefined;
  lang?: "de" | "en" | undefined;
};

function textFaults(what: string, text: string, rules: TextRules): string[] {
  const faults: string[] = [];
  for (const term of rules.has ?? []) {
    const anyOf = Array.isArray(term) ? term : [term];
    if (!anyOf.some((one) => occurs(text, one))) faults.push(`${what} lacks ${anyOf.join(" | ")}`);
  }
  for (const term of rules.hasNot ?? []) {
    if (occurs(text, term)) faults.push(`${what} must not say ${term}`);
  }
  const words = text.split(/\s+/).filter((one) => /[\p{L}\p{N}]/u.test(one)).length;
  if (rules.words?.min !== undefined && words < rules.words.min)
    faults.push(`${what} has ${words} words, at least ${rules.words.min} are asked`);
  if (rules.words?.max !== undefined && words > rules.words.max)
    faults.push(`${what} has ${words} words, at most ${rules.words.max} are allowed`);
  if (rules.lang && languageOf(text) !== rules.lang)
    faults.push(`${what} is not in ${rules.lang === "de" ? "German" : "English"}`);
  return faults;
}

// --- the folder -----------------------------------------------------------------------------------------------------

async function treeFaults(checks: FileCheck[], before: Tree, after: Tree): Promise<string[]> {
  const faults: string[] = [];
  const spoken = new Set(checks.flatMap((check) => check.path ?? []));
  for (const check of checks) {
    const path = check.path ?? findNew(check, before, after, spoken, faults);
    if (path === undefined) continue;
    spoken.add(path);
    faults.push(...(await fileFaults(path, check, before, after)));
  }
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    if (!spoken.has(path)) faults.push(...untouchedFaults(path, before, after));
  }
  return faults;
}

function untouchedFaults(path: string, before: Tree, after: Tree): string[] {
  const old = before.get(path);
  const now = after.get(path);
  if (!now) return [`${path} is gone`];
  if (!old) return [`${path} is new and nobody asked for it`];
  return old.equals(now) ? [] : [`${path} was changed and nobody asked for it`];
}

function findNew(
  check: FileCheck,
  before: Tree,
  after: Tree,
  spoken: Set<string>,
  faults: string[],
): string | undefined {
  const { ext, under } = check.newFile ?? {};
  const fits = [...after.keys()].filter(
    (path) =>
      !before.has(path) &&
      !spoken.has(path) &&
      (!ext || fold(path).endsWith(`.${fold(ext).replace(/^\./, "")}`)) &&
      (!under || path.startsWith(`${under.replace(/\/$/, "")}/`)),
  );
  if (fits.length === 1) return fits[0];
  faults.push(`${fits.length} new files fit ${JSON.stringify(check.newFile ?? {})}, expected exactly one`);
  return undefined;
}

async function fileFaults(path: string, check: FileCheck, before: Tree, after: Tree): Promise<string[]> {
  const now = after.get(path);
  if (check.exists === false) return now ? [`${path} is still there`] : [];
  if (!now) return [`${path} is missing`];
  const faults: string[] = [];
  if (check.same !== undefined && !before.get(check.same)?.equals(now))
    faults.push(`${path} is not the former ${check.same}`);
  if (check.text !== undefined && normalLines(decode(now)) !== normalLines(check.text)) {
    faults.push(`${path} differs ${firstDifference(normalLines(check.text), normalLines(decode(now)))}`);
  }
  const isTable = check.table !== undefined;
  const hasText = check.has || check.hasNot || check.lang || check.words;
  if (!isTable && !hasText) return faults;

  const grid = /\.xlsx$/i.test(path) ? await readXlsx(now) : undefined;
  if (hasText) {
    const text = grid ? grid.map((row) => row.map((cell) => cell ?? "").join("\t")).join("\n") : decode(now);
    faults.push(...textFaults(path, text, check));
  }
  if (check.table) {
    const rows = toObjects(grid ?? parseCsv(decode(now)));
    const rules = { ordered: check.table.ordered ?? false, tolerance: 0.005 };
    if (!sameRows(check.table.rows, rows, rules))
      faults.push(`${path} holds ${show(rows)}, expected ${show(check.table.rows)}`);
  }
  return faults;
}

function firstDifference(expected: string, actual: string): string {
  const wanted = expected.split("\n");
  const got = actual.split("\n");
  const at = wanted.findIndex((line, index) => line !== got[index]);
  const line = at === -1 ? wanted.length : at;
  return `in line ${line + 1}: ${show(got[line] ?? null)}, expected ${show(wanted[line] ?? null)}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
