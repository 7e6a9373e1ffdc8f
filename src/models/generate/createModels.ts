import { z } from "zod";
import { AppError, toAppError, type Context } from "../../core/index.ts";
import type { Encoder } from "../embed/types.ts";
import type { Engine, EngineRequest, Message, ModelInfo, ToolCall } from "../engine/types.ts";
import type { GenerateRequest, GenerateResult, ModelAbility, Models, Task, Usage } from "../types.ts";
import { callEngine, type CallResult } from "./call.ts";
import { checkSight, describeIssues, findFault } from "./checkInput.ts";
import { DEFAULT_TOKENS, fitTokens } from "./fitTokens.ts";
import { recogniseToolCalls } from "./recogniseToolCalls.ts";
import { describeTools, MOST_TOOLS, NATIVE_TOOLS_FROM, readStep, toStepSchema } from "./toolStep.ts";
import { addUsage } from "./usage.ts";

export interface Picked {
  engine: Engine;
  info: ModelInfo;
}

export interface ModelsOptions {
  /** Chooses the engine for a task; loads it where needed. */
  engines(task: Task, ctx: Context): Promise<Picked>;
  /** Called exactly once for every `generate`, also a failed one, with the sum over its engine calls and the run that asked. */
  onUsage(usage: Usage, run: string | null): void;
  /** What the model was measured to be able to do; asked once per model and process. */
  ability(picked: Picked, ctx: Context): Promise<ModelAbility>;
  /** The session whose conversations these are. */
  session?: string | null;
  /** The encoder, brought up where it is missing. Without it `embed` is refused. */
  encoder?(ctx: Context): Promise<Encoder>;
  /** Ends the engines; called by `close`. */
  close?(): Promise<void>;
}

/** The one way to a model for everything above (contract: `src/models/types.ts`). */
export function createModels(options: ModelsOptions): Models {
  const abilities = new Map<string, Promise<ModelAbility>>();

  const abilityOf = (picked: Picked, ctx: Context): Promise<ModelAbility> => {
    const key = picked.info.digest ?? picked.info.name;
    const known = abilities.get(key) ?? options.ability(picked, ctx);
    abilities.set(key, known);
    known.catch(() => abilities.delete(key));
    return known;
  };

  return {
    async generate<T = string>(request: GenerateRequest<T>, ctx: Context): Promise<GenerateResult<T>> {
      const start = ctx.clock.now();
      const usage = { ...toNoUsage(request.task) };
      const limit = limitTime(request.budget?.seconds, ctx);
      try {
        checkRequest(request);
        const picked = await options.engines(request.task, limit.ctx);
        usage.model = picked.info.name;
        checkSight(request.history ?? [], picked.info);
        const { conversation: name } = request;
        const session = options.session ?? null;
        const conversation = name === undefined || session === null ? null : `${session} ${name}`;
        const repairs = request.budget?.repairs ?? 1;
        const job: Job<T> = { request, picked, usage, ctx: limit.ctx, repairs, conversation };
        const hasTools = request.tools !== undefined && request.tools.length > 0;
        const isNative = hasTools && (await abilityOf(picked, limit.ctx)).tools >= NATIVE_TOOLS_FROM;
        if (request.schema !== undefined) return await generateValue(job, request.schema);
        if (!hasTools) return await generateText(job);
        return await (isNative
          ? generateNative(job)
          : generateStep(job, toMessages(request, describeTools(request.tools ?? []))));
      } catch (error) {
        throw limit.isOver() ? toOutOfTime(request, error) : toAppError(error);
      } finally {
        limit.stop();
        usage.wallMs = ctx.clock.now() - start;
        options.onUsage(usage, request.run ?? null);
      }
    },
    async count(text, task, ctx) {
      const { engine } = await options.engines(task, ctx);
      const empty = await engine.count([{ role: "user", content: "" }], ctx);
      return (await engine.count([{ role: "user", content: text }], ctx)) - empty;
    },
    async embed(request, ctx) {
      if (options.encoder === undefined) throw new AppError("E_MODEL_UNKNOWN", "No encoder is set up here.");
      return (await options.encoder(ctx)).embed(request, ctx);
    },
    async ability(task, ctx) {
      return abilityOf(await options.engines(task, ctx), ctx);
    },
    close: async () => options.close?.(),
  };
}

interface Job<T> {
  readonly request: GenerateRequest<T>;
  readonly picked: Picked;
  readonly usage: Usage;
  readonly ctx: Context;
  readonly repairs: number;
  readonly conversation: string | null;
}

async function generateText<T>(job: Job<T>): Promise<GenerateResult<T>> {
  const result = await ask(job, { messages: toMessages(job.request) }, true);
  return toResult(job, result, result.text as T, []);
}

/** JSON under a grammar, checked by the schema; after a fault the model hears which, and tries once more. */
async function generateValue<T>(job: Job<T>, schema: z.ZodType<T>): Promise<GenerateResult<T>> {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const messages = toMessages(job.request);
  let factor = 1;
  for (let round = 0; ; round += 1) {
    const result = await ask(job, { messages, schema: json }, false, factor);
    const checked = check(result, schema);
    if (checked.ok) return toResult(job, result, checked.value, []);
    const isCut = result.stopped === "length";
    if (round >= job.repairs || (isCut && job.request.budget?.maxTokens !== undefined)) {
      throw toSchemaError(checked.fault, isCut, result.text);
    }
    if (isCut) factor = 2;
    else messages.push({ role: "assistant", content: result.text }, { role: "user", content: toRepair(checked.fault) });
  }
}

type Checked<T> = { ok: true; value: T } | { ok: false; fault: string };

function check<T>(result: CallResult, schema: z.ZodType<T>): Checked<T> {
  let value: unknown;
  try {
    value = JSON.parse(result.text);
  } catch (error) {
    const why = result.stopped === "length" ? "it was cut by the limit of tokens" : toAppError(error).message;
    return { ok: false, fault: `The answer is no complete JSON: ${why}` };
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, fault: describeIssues(parsed.error) };
}

/** The model's own way of calling tools; what comes as text is recognised, and what is unclear asked again. */
async function generateNative<T>(job: Job<T>): Promise<GenerateResult<T>> {
  const tools = job.request.tools ?? [];
  const messages = toMessages(job.request);
  const result = await ask(job, { messages, tools }, true);
  const found = judgeNative(result, job);
  if (found.kind === "calls") return toResult(job, result, found.text as T, found.calls, found.text);
  if (found.kind === "none") return toResult(job, result, result.text as T, []);
  if (job.repairs === 0) throw toAmbiguous(found.fault, result.text);
  const again = `${describeTools(tools)}\n\nYour last answer was unclear: ${found.fault}. Give exactly one step as JSON.`;
  const said = result.text === "" ? result.toolCalls.map((call) => JSON.stringify(call)).join("\n") : result.text;
  const asked: Message[] = [...messages, { role: "assistant", content: said }, { role: "user", content: again }];
  return generateStep({ ...job, repairs: 0 }, asked);
}

type Judged =
  | { kind: "none" }
  | { kind: "calls"; calls: ToolCall[]; text: string }
  | { kind: "unclear"; fault: string };

function judgeNative<T>(result: CallResult, job: Job<T>): Judged {
  const tools = job.request.tools ?? [];
  if (result.toolCalls.length === 0) return recogniseToolCalls(result.text, result.thinking, tools);
  for (const { name, input } of result.toolCalls) {
    const tool = tools.find((known) => known.name === name);
    const fault = tool === undefined ? `there is no tool "${name}"` : findFault(input, tool.input);
    if (fault !== null) return { kind: "unclear", fault };
  }
  return { kind: "calls", calls: result.toolCalls, text: result.text };
}

/** One call or an answer under a grammar: cannot be ambiguous, only unfitting in a way that no grammar expresses. */
async function generateStep<T>(job: Job<T>, messages: Message[]): Promise<GenerateResult<T>> {
  const tools = job.request.tools ?? [];
  for (let round = 0; ; round += 1) {
    const result = await ask(job, { messages, schema: toStepSchema(tools, "allowed") }, false);
    const step = readStep(result.text, tools);
    if (step.kind === "call") return toResult(job, result, "" as T, [step.call], "");
    if (step.kind === "answer") {
      job.request.onText?.(step.text);
      return toResult(job, result, step.text as T, [], step.text);
    }
    if (round >= job.repairs) throw toAmbiguous(step.fault, result.text);
    messages.push({ role: "assistant", content: result.text }, { role: "user", content: toRepair(step.fault) });
  }
}

type Ask = Pick<EngineRequest, "messages" | "schema" | "tools">;

async function ask<T>(job: Job<T>, what: Ask, isShown: boolean, factor = 1): Promise<CallResult> {
  const { request, picked, usage, ctx, conversation } = job;
  const own = request.budget?.maxTokens;
  const run = (maxTokens: number): Promise<CallResult> => {
    usage.calls += 1;
    return callEngine(
      picked.engine,
      {
        ...what,
        maxTokens,
        temperature: request.temperature ?? 0,
        ...(request.seed === undefined ? {} : { seed: request.seed }),
        ...(conversation === null ? {} : { conversation }),
        ...(request.priority === undefined ? {} : { priority: request.priority }),
      },
      {
        onText: isShown ? request.onText : undefined,
        onThinking: request.onThinking,
        onUsage: (used) => addUsage(usage, used),
      },
      ctx,
    );
  };
  return own === undefined ? fitTokens(DEFAULT_TOKENS[request.task] * factor, run) : run(own);
}

function toMessages<T>(request: GenerateRequest<T>, before?: string): Message[] {
  const input = before === undefined ? request.input : `${before}\n\n${request.input}`;
  const system: Message[] = request.system === "" ? [] : [{ role: "system", content: request.system }];
  return [...system, ...(request.history ?? []), { role: "user", content: input }];
}

function toResult<T>(
  job: Job<T>,
  result: CallResult,
  value: T,
  toolCalls: ToolCall[],
  text = result.text,
): GenerateResult<T> {
  return { value, text, thinking: result.thinking, toolCalls, usage: job.usage, stopped: result.stopped };
}

function checkRequest<T>({ schema, tools = [] }: GenerateRequest<T>): void {
  if (schema !== undefined && tools.length > 0) {
    throw new AppError("E_INPUT", "A request has either a schema or tools, not both.");
  }
  if (tools.length > MOST_TOOLS) {
    throw new AppError("E_INPUT", `At most ${MOST_TOOLS} tools fit one request, not ${tools.length}.`, {
      hint: "Let code choose those that fit the request.",
    });
  }
}

const toNoUsage = (task: Task): Usage => ({
  task,
  model: "",
  calls: 0,
  wallMs: 0,
  promptTokens: 0,
  completionTokens: 0,
  cachedTokens: 0,
  promptMs: 0,
  completionMs: 0,
});

interface TimeLimit {
  readonly ctx: Context;
  isOver(): boolean;
  stop(): void;
}

function limitTime(seconds: number | undefined, ctx: Context): TimeLimit {
  if (seconds === undefined) return { ctx, isOver: () => false, stop: () => {} };
  const limit = new AbortController();
  const stopped = new AbortController();
  void ctx.clock.sleep(seconds * 1000, stopped.signal).then(
    () => limit.abort(),
    () => {}, // the work ended first
  );
  return {
    ctx: { ...ctx, signal: AbortSignal.any([ctx.signal, limit.signal]) },
    isOver: () => limit.signal.aborted && !ctx.signal.aborted,
    stop: () => stopped.abort(),
  };
}

const toRepair = (fault: string): string => `That does not fit: ${fault}. Answer again, corrected.`;

function toOutOfTime<T>({ budget }: GenerateRequest<T>, cause: unknown): AppError {
  return new AppError("E_BUDGET", `The answer was not finished within ${budget?.seconds} seconds.`, {
    hint: "Allow more seconds or ask for less.",
    cause,
  });
}

const toSchemaError = (fault: string, isCut: boolean, text: string): AppError =>
  new AppError("E_SCHEMA_OUTPUT", `The model gave no answer that fits the schema: ${fault}`, {
    hint: isCut ? "Allow more tokens or ask for less at once." : "Ask more plainly, or use a larger model.",
    data: { text: text.slice(0, 2000) },
  });

const toAmbiguous = (fault: string, text: string): AppError =>
  new AppError("E_TOOL_AMBIGUOUS", `The model's answer cannot be read as one tool call: ${fault}.`, {
    hint: "Nothing was run. Ask more plainly, or use a larger model.",
    data: { text: text.slice(0, 2000) },
  });
