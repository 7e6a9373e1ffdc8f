import { AppError, silentLogger, systemClock } from "../../../src/core/index.ts";
import { buildCatalogue } from "../../../src/agent/plan/gather/index.ts";
import { appendOp } from "../../../src/agent/plan/ops/append.ts";
import { deriveOp } from "../../../src/agent/plan/ops/derive.ts";
import { editTableOp } from "../../../src/agent/plan/ops/editTable.ts";
import { extractFieldsOp, extractRowsOp } from "../../../src/agent/plan/ops/extract.ts";
import { moveFilesOp } from "../../../src/agent/plan/ops/moveFiles.ts";
import { replaceTextOp } from "../../../src/agent/plan/ops/replaceText.ts";
import { saveOp } from "../../../src/agent/plan/ops/save.ts";
import { readRequest } from "../../../src/agent/plan/request/index.ts";
import type { Fill, Operation, PlanContext, Planner, Prior, Val } from "../../../src/agent/plan/types.ts";
import type { Workspace } from "../../../src/agent/workspace/index.ts";
import { readDoc } from "../../../src/files/index.ts";
import { NO_SKILLS, NOTHING_TOLD } from "./_memory.ts";
import { noNet } from "../../../scripts/testing/net.ts";

const OPERATIONS = new Map(
  [appendOp, deriveOp, editTableOp, extractFieldsOp, extractRowsOp, moveFilesOp, replaceTextOp, saveOp].map((op) => [
    op.name,
    op as unknown as Operation,
  ]),
);

export const TODAY = "2026-11-20";

export interface Asked {
  question: string;
  labels: string[];
}

export interface Ran {
  /** Files afterwards. */
  files: Map<string, Buffer>;
  vals: Val[];
  /** What the model was asked. */
  asked: Asked[];
  text(path: string): string;
}

/**
 * Plans a one-clause request with one planner and runs the steps on files in memory. `choose` stands for the model: it gets
 * the labels and returns the one it takes (null: "none"); without it any question fails the test.
 */
export async function run(
  planner: Planner,
  text: string,
  given: Record<string, string | Buffer>,
  choose?: (asked: Asked) => string | null,
  prior: Val[] = [],
): Promise<Ran> {
  const files = new Map(Object.entries(given).map(([path, bytes]) => [path, Buffer.from(bytes as string)]));
  const docs = await Promise.all([...files].toSorted().map(([path, bytes]) => readDoc(path, bytes)));
  const request = readRequest(text, { today: TODAY, files: [...files.keys()] });
  const asked: Asked[] = [];
  const results = new Map<string, Val>(prior.map((val, at) => [`$${at + 1}`, val]));
  const ctx = {
    signal: new AbortController().signal,
    clock: systemClock,
    net: noNet,
    log: silentLogger,
    request,
    workspace: inMemory(files),
    catalogue: buildCatalogue(docs, { today: TODAY }),
    fill: fillWith(asked, choose),
    get: (ref: string) => results.get(ref),
    note: () => {},
    memory: NOTHING_TOLD,
    skills: NO_SKILLS,
  } as unknown as PlanContext;
  const clause = request.clauses.at(-1) ?? { text, index: 0, start: 0 };
  const before: Prior = { results: prior.map((val, at) => ({ ref: `$${at + 1}`, val, clause })) };
  const drafts = await planner.plan(clause, ctx, before);
  if (drafts === null) throw new AppError("E_NOT_UNDERSTOOD", "The planner has no steps for it.");
  const vals: Val[] = [];
  for (const { op, args } of drafts) {
    const id = results.size + 1;
    const operation = OPERATIONS.get(op);
    if (!operation) throw new Error(`no operation ${op}`);
    const val = await operation.run(operation.args.parse(resolve(args, id)), ctx);
    results.set(`$${id}`, val);
    vals.push(val);
  }
  return { files, vals, asked, text: (path) => files.get(path)?.toString("utf8") ?? "" };
}

function resolve(value: unknown, id: number): unknown {
  if (typeof value === "string") return value.replace(/^@-(\d+)$/, (_all, back) => `$${id - Number(back)}`);
  if (Array.isArray(value)) return value.map((entry) => resolve(entry, id));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolve(entry, id)]));
}

function fillWith(asked: Asked[], choose?: (one: Asked) => string | null): Fill {
  const answer = (question: string, labels: string[]): number | null => {
    asked.push({ question, labels });
    if (!choose) throw new Error(`The model was asked: ${question} ${labels.join(" | ")}`);
    const label = choose({ question, labels });
    const index = label === null ? -1 : labels.findIndex((one) => one.includes(label));
    return index === -1 ? null : index;
  };
  return {
    choose: ({ question, options, none }) =>
      Promise.resolve(
        options.length === 0
          ? null
          : options.length === 1 && none === undefined
            ? 0
            : answer(question, options.map(({ label, about }) => `${label} ${about ?? ""}`)), // prettier-ignore
      ),
    chooseMany: ({ question, options }) => {
      const one = answer(
        question,
        options.map(({ label }) => label),
      );
      return Promise.resolve(one === null ? [] : [one]);
    },
    form: () => Promise.reject(new Error("no form expected")),
    write: () => Promise.reject(new Error("no text expected")),
    match: () => Promise.resolve(null),
    used: { calls: 0, usage: [] },
    holes: [],
  };
}

/** A workspace over a map; enough of the contract for what plans do. */
function inMemory(files: Map<string, Buffer>): Workspace {
  const entry = (path: string) => {
    const bytes = files.get(path);
    return bytes ? { path, bytes: bytes.length, modifiedMs: 0, version: bytes.toString("base64"), link: false } : null;
  };
  const read = (path: string) => {
    const bytes = files.get(path);
    if (!bytes) throw new AppError("E_NOT_FOUND", path);
    return bytes;
  };
  return {
    root: "/memory",
    list: () => Promise.resolve([...files.keys()].toSorted().flatMap((path) => entry(path) ?? [])),
    stat: (path) => Promise.resolve(entry(path)),
    read: async (path) => read(path),
    create: async (path, bytes) => {
      if (files.has(path)) throw new AppError("E_EXISTS", path);
      files.set(path, bytes);
    },
    write: async (path, bytes) => void files.set(path, bytes),
    move: async (from, to) => {
      if (files.has(to)) throw new AppError("E_EXISTS", to);
      files.set(to, read(from));
      files.delete(from);
    },
    remove: async (path) => void files.delete(path),
    begin: () => Promise.resolve(),
    enterStep: () => Promise.resolve(),
    end: () => Promise.resolve(),
    changes: () => Promise.resolve([]),
    undo: () => Promise.resolve({ label: "", changes: [] }),
    watch: () => undefined,
  };
}
