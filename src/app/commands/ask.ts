import { stat } from "node:fs/promises";
import { z } from "zod";
import type { Agent, AskOptions, AskResult } from "../../agent/index.ts";
import { AppError, toAppError, type Context } from "../../core/index.ts";
import type { Store } from "../../store/index.ts";
import { orAborted } from "../aborted.ts";
import { agentOver, loadAgent } from "../agentOver.ts";
import { toBudget } from "../budget.ts";
import { defineCommand, type Call } from "../command.ts";
import type { NewAsk } from "../conversations/types.ts";
import type { WorkEvent } from "../events.ts";
import { toFailedResult } from "../failed.ts";
import { toPlace } from "../folders.ts";
import type { RunningModel } from "../runtime.ts";

const askInput = z.object({
  text: z.string().trim().min(1),
  /** The folder to work in. */
  workspace: z.string().min(1),
  /** A name or the path of a GGUF file; the settings and the machine decide otherwise. */
  model: z.string().min(1).nullable().default(null),
  /** Goes on in this session; a new one otherwise. */
  session: z.string().optional(),
  /** The day that counts as today. */
  today: z.iso.date().optional(),
  /** Another program wrote it: nothing of it counts as the owner's own words. */
  sender: z.literal("agent").optional(),
  budget: z
    .object({
      steps: z.int().positive().optional(),
      tokens: z.int().positive().optional(),
      seconds: z.number().positive().optional(),
    })
    .default({}),
});

/** A request over a folder of files. What a person or a file did wrong is a result that says so, never an exception. */
export const ask = defineCommand<typeof askInput, AskResult & { session: string | null }, WorkEvent>({
  about: "does a request over a folder of files",
  input: askInput,
  async run(input, call) {
    const { services, ctx } = call;
    const started = ctx.clock.now();
    let session = input.session ?? null;
    let model: RunningModel | null = null;
    try {
      await requireFolder(input.workspace);
      await services.hold();
      const store = await services.store();
      session = await requireSession(store, session);
      if (call.conversations) return await call.conversations.ask(toMessage(input, session), call);
      model = await readyModel(input.model, call);
      session ??= (await createSession(store, input.text, input.workspace, model.id, ctx)).id;
      const agent = await agentFor(model, store, session, call);
      const asked = {
        text: input.text,
        workspace: input.workspace,
        session,
        budget: toBudget(input.budget, services.config.budget),
        ...(input.today === undefined ? {} : { today: input.today }),
        ...(input.sender === undefined ? {} : { sender: input.sender }),
        ...hooksOf(call),
      };
      const place = await toPlace(input.workspace);
      const result = await services.folders.hold(place, ctx.signal, () => agent.ask(asked, ctx));
      return { ...result, session };
    } catch (thrown) {
      const error = ctx.signal.aborted ? new AppError("E_CANCELLED", "The work was cancelled.") : toAppError(thrown);
      ctx.log.warn("request failed", { code: error.code, error: error.message });
      if (error.code === "E_BUG") throw error;
      return { ...toFailedResult(error, model?.id ?? "", ctx.clock.now() - started), session };
    }
  },
});

const resumeInput = z.object({ session: z.string(), model: z.string().nullable().default(null) });

/** Finishes what a crash interrupted in a session; null when nothing was. */
export const resume = defineCommand<typeof resumeInput, AskResult | null, WorkEvent>({
  about: "finishes the interrupted request of a session",
  input: resumeInput,
  async run({ session, model: named }, call) {
    const { services, ctx } = call;
    await services.hold();
    const store = await services.store();
    await requireSession(store, session);
    const message = await store.messages.next(session);
    if (message && call.conversations) return call.conversations.attend(session, call);
    const run = (await store.runs.list(1, { session, state: "running" }))[0];
    if (!run) return null;
    const { workspace } = JSON.parse(run.request) as { workspace: string };
    const model = await readyModel(named, call);
    const agent = await agentFor(model, store, session, call);
    const leave = call.conversations && call.approve ? services.approvals.attend(session, call.approve) : null;
    const hooks = { ...hooksOf(call), ...(leave ? { approve: openQuestion(call), answersAreStored: true } : {}) };
    try {
      return await services.folders.hold(await toPlace(workspace), ctx.signal, () =>
        message?.run === run.id
          ? agent.ask(
              { text: message.text, workspace, session, turn: { message: message.id, run: run.id }, ...hooks },
              ctx,
            )
          : agent.resume(session, hooks, ctx),
      );
    } finally {
      leave?.();
    }
  },
});

/** Where requests are messages, what any work asks is on the list of open questions. */
function openQuestion({ services }: Call<WorkEvent>): NonNullable<AskOptions["approve"]> {
  return ({ id }, withdrawn) => services.approvals.ask(id, withdrawn);
}

/** A request as the message of a conversation. */
function toMessage(
  { text, workspace, model, today, budget, sender }: z.output<typeof askInput>,
  session: string | null,
): NewAsk {
  return {
    text,
    session,
    workspace,
    budget,
    ...(model === null ? {} : { model }),
    ...(today === undefined ? {} : { today }),
    ...(sender === undefined ? {} : { sender }),
  };
}

/**
 * The model, there and loading. Weights that are here already load while the agent reads the files; what must be fetched
 * is waited for, and so is a model that the person named: it may not load at all.
 */
async function readyModel(asked: string | null, { services, emit, ctx }: Call<WorkEvent>): Promise<RunningModel> {
  void loadAgent(); // its many modules are read while the model is brought
  const bringing = services.model(asked, (event) => emit({ type: "setup", event }));
  bringing.catch(() => undefined); // told below, unless this caller left first
  const model = await orAborted(bringing, ctx.signal);
  if (asked !== null) await orAborted(model.ready, ctx.signal);
  return model;
}

function agentFor(model: RunningModel, store: Store, session: string, call: Call<WorkEvent>): Promise<Agent> {
  const { services, ctx, emit } = call;
  const interactive = services.interactive && call.approve !== undefined;
  return agentOver(
    model,
    { services, store, session, interactive, emit: (event) => emit({ type: "setup", event }) },
    ctx,
  );
}

function hooksOf({ emit, approve }: Call<WorkEvent>): Pick<Parameters<Agent["ask"]>[0], "onEvent" | "approve"> {
  return { onEvent: (event) => emit({ type: "agent", event }), ...(approve ? { approve } : {}) };
}

async function createSession(store: Store, text: string, workspace: string, model: string, ctx: Context) {
  return store.sessions.create({ title: text.slice(0, 80), workspace, model }, ctx);
}

async function requireSession(store: Store, session: string | null): Promise<string | null> {
  if (session === null || (await store.sessions.get(session))) return session;
  throw new AppError("E_NOT_FOUND", `There is no session ${session}.`, {
    hint: "Start a new one without --session.",
  });
}

/** Asked before anything is fetched or loaded for it. */
async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory()) return;
  const hint = "Name an existing folder with --workspace.";
  if (found) throw new AppError("E_INPUT", `The workspace ${folder} is a file, not a folder.`, { hint });
  throw new AppError("E_NOT_FOUND", `The workspace folder ${folder} does not exist.`, { hint });
}
