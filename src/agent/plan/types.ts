import { z } from "zod";
import type { Context } from "../../core/index.ts";
import type { Doc, Lang, Table } from "../../files/index.ts";
import type { Labels } from "../../guard/index.ts";
import type { Message, Models, Usage } from "../../models/index.ts";
import type { Boundary } from "../boundary.ts";
import type { Remembered, UsedMemory } from "../memory/index.ts";
import type { Skills, UsedSkill } from "../skills/index.ts";
import type { Change, Workspace } from "../workspace/index.ts";
import type { Request } from "./request/types.ts";
import type { Catalogue } from "./gather/types.ts";

/** What supports a result: the file, and the words of it as they stand there. */
export interface Evidence {
  path: string;
  quote: string;
}

/** A bare result as programs get it: decimal numbers as JSON numbers, dates as ISO strings, tables as arrays of objects. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * What an operation yields, and what a later one may refer to. `say` is the answer as a
 * sentence, where one was composed; `memories` are what of the owner's memory went into it, `skills` whose instructions, `labels` where
 * what it was made of came from (missing in results of older Kralles: then from anywhere). */
export type Val = (
  | { type: "files"; paths: string[]; evidence: Evidence[] }
  | { type: "table"; table: ResultTable; evidence: Evidence[] }
  | { type: "value"; value: string | null; kind: ValueKind; evidence: Evidence[] }
  | { type: "text"; text: string; lang: Lang; evidence: Evidence[] }
  | { type: "done"; changes: Change[]; evidence: Evidence[] }
) & { say?: string; memories?: UsedMemory[]; skills?: UsedSkill[]; labels?: Labels };

/** number: decimal string; date: ISO; text: as it stands; absent: not in the files (value null). */
export type ValueKind = "number" | "date" | "text" | "boolean" | "absent";

/** A computed table: normalised cells (decimal strings, ISO dates, text), null = empty. */
export interface ResultTable {
  columns: { name: string; kind: "number" | "date" | "text"; unit: string | null }[];
  rows: (string | null)[][];
}

/** Step results are referred to as "$1", "$2" … by the step's id. */
export const refSchema = z.string().regex(/^\$\d+$/);

export const planStepSchema = z.object({
  id: refSchema,
  op: z.string(),
  /** Why this step is there, in the plan's own words; shown to who asks. */
  why: z.string(),
  args: z.record(z.string(), z.unknown()),
});
export type PlanStep = z.infer<typeof planStepSchema>;

/** Stored before it runs; grows clause by clause, since a later clause may need what an earlier one found. */
const planSchema = z.object({
  version: z.literal(1),
  request: z.string(),
  lang: z.enum(["de", "en"]),
  today: z.iso.date(),
  steps: z.array(planStepSchema),
  /** Decisions of the model: which hole, what was offered, what it chose. */
  holes: z.array(z.object({ question: z.string(), offered: z.number().int(), chosen: z.string() })),
});
export type Plan = z.infer<typeof planSchema>;
export type Hole = Plan["holes"][number];

/** Everything a stage may use. Nothing in it comes from outside the workspace and the request. */
export interface PlanContext extends Context {
  request: Request;
  workspace: Workspace;
  /** The way to tools, under the policy. */
  boundary: Boundary;
  catalogue: Catalogue;
  /** Of all that the catalogue holds. */
  folder: Labels;
  fill: Fill;
  models: Models;
  /** What the owner told, in this request and before. */
  memory: Remembered;
  /** Instructions for kinds of work, as far as the owner approved them. */
  skills: Skills;
  /** Result of an earlier step or clause. */
  get(ref: string): Val;
  /** Earlier turns of the conversation for the model, as many as have room. */
  history(): Promise<Message[]>;
  /** Reports what is being done, for people; one short line. */
  note(text: string): void;
  /** Shows answer text as it comes. */
  say(text: string): void;
}

/**
 * An operation of the plan language. Contract: `run` is deterministic but for what it asks of `ctx.fill`; it changes the
 * workspace only through `ctx.workspace`, what is remembered only through `ctx.memory`; it throws AppError with a message for a person.
 */
export interface Operation<A = Record<string, unknown>> {
  name: string;
  args: z.ZodType<A>;
  effect: "read" | "write";
  /** Its result is made of its arguments alone; without it, of anything that the folder holds. */
  reads?: "arguments";
  run(args: A, ctx: PlanContext): Promise<Val>;
}

/** A planner knows one shape of request. Registered in an explicit list, asked in order of `fits`. */
export interface Planner {
  name: Kind;
  /** One line for the model that has to tell shapes apart. */
  about: string;
  /** How well a clause fits by rules alone: 0 = not at all, 1 = certainly. No I/O. */
  fits(clause: Clause, request: Request): number;
  /**
   * The steps for the clause; references start at `nextId`. null: this planner cannot do it after a closer look (the next
   * is tried). Throws AppError E_NOT_UNDERSTOOD with a hint when nobody could.
   */
  plan(clause: Clause, ctx: PlanContext, prior: Prior): Promise<DraftStep[] | null>;
}

export interface DraftStep {
  op: string;
  why: string;
  /** A string "@-1" refers to the step before, "@-2" to the one before that; "$n" to a step of an earlier clause. */
  args: Record<string, unknown>;
}

/** What earlier clauses of the same request brought. */
export interface Prior {
  /** Results in order; the last is what "it", "that number", "the total" means. */
  results: { ref: string; val: Val; clause: Clause }[];
}

export type Kind =
  | "query"
  | "question"
  | "find"
  | "extract"
  | "edit"
  | "move"
  | "write"
  | "summarise"
  | "note"
  | "reckon"
  | "command"
  | "sql"
  | "talk"
  | "memory";

/** A part of the request that asks for one thing. */
export interface Clause {
  /** As it stands in the request. */
  text: string;
  index: number;
  start: number;
  /** What of it gives the order, without background before and remarks after; missing when nothing does. */
  order?: string;
}

export interface Option {
  /** Short, unique, as the model will write it. */
  label: string;
  /** What it is, one line; optional. */
  about?: string;
}

export interface FillUsage {
  calls: number;
  usage: Usage[];
}

/**
 * Asks the model for the small pieces that code could not settle. All questions share one byte-equal system prefix. Every
 * answer is one of what was offered, or text that a check accepted; invented values cannot occur.
 */
export interface Fill {
  /** One of the options (by index), or null when `none` is offered and chosen. With a single option and no `none`, no model call. */
  choose(hole: { question: string; options: Option[]; context?: string; none?: string }): Promise<number | null>;
  /** Any number of the options (indices, in order). */
  chooseMany(hole: { question: string; options: Option[]; context?: string; max?: number }): Promise<number[]>;
  /** A form: each field one of its options. Fields with one option are settled by code. Order of fields = order of asking. */
  form(hole: { question: string; context?: string; fields: FormField[] }): Promise<Record<string, string>>;
  /**
   * Free text under a check: `check` returns the faults for the model ("the amount 12.50 is missing"); at most `rounds`
   * (default 2) tries; the best (fewest faults) is returned with the faults that stayed.
   */
  write(hole: {
    task: string;
    context: string;
    lang: Lang;
    maxWords?: number;
    check?: (text: string) => string[];
    rounds?: number;
  }): Promise<{ text: string; faults: string[] }>;
  /**
   * A text that fits `pattern` (a regular expression from its first to its last character), which says all that may be written; null
   * where the model was measured to choose little better than by chance. `name` is the key it is written under.
   */
  match(hole: {
    question: string;
    context: string;
    name: string;
    pattern: string;
    maxTokens: number;
  }): Promise<string | null>;
  readonly used: FillUsage;
  /** Decisions so far, for the stored plan. */
  readonly holes: Plan["holes"];
}

export interface FormField {
  name: string;
  about?: string;
  options: string[];
}

export type { Catalogue, Doc, Lang, Request, Table };
