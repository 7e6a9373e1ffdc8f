import { AppError, toAppError, type Context } from "../../core/index.ts";
import type { AgentEvent, AskResult } from "../../agent/index.ts";
import type { Message, Session, Store } from "../../store/index.ts";
import { orAborted } from "../aborted.ts";
import { agentOver, loadAgent } from "../agentOver.ts";
import type { SetupEvent } from "../events.ts";
import { toFailedResult } from "../failed.ts";
import type { RunningModel } from "../runtime.ts";
import type { Services } from "../services.ts";
import type { Approvals } from "./approvals.ts";
import { folderOf } from "./folders.ts";

export interface AnswerParts {
  services: Services;
  store: Store;
  approvals: Approvals;
  /** Fires when the process ends: what runs is left for the next one. */
  leave: AbortSignal;
  stored(session: string): void;
  /** A message got its answer. */
  ended(session: string): void;
  live(session: string, event: SetupEvent): void;
}

/** One message has one run, also when it is taken up again. */
const runOf = (message: string): string => message.replace(/^msg_/, "run_");

/**
 * Answers a message, from its beginning or from where a crash left it. When it resolves the answer is stored, whatever went
 * wrong; it throws only when the process is ending (E_CANCELLED), or when nothing can be stored.
 */
export async function answerMessage(message: Message, parts: AnswerParts, ctx: Context): Promise<void> {
  const { store, leave } = parts;
  const session = await store.sessions.get(message.session);
  if (!session) throw new AppError("E_NOT_FOUND", `There is no session ${message.session}.`);
  const signal = AbortSignal.any([ctx.signal, leave]);
  try {
    const workspace = await folderOf(session, parts.services.home);
    const work = () => ask(message, session, workspace, parts, { ...ctx, signal });
    await parts.services.folders.hold(workspace, signal, work);
  } catch (thrown) {
    if (leave.aborted) throw new AppError("E_CANCELLED", "Kralle is closing.", { cause: thrown });
    const error = ctx.signal.aborted ? new AppError("E_CANCELLED", "The work was cancelled.") : toAppError(thrown);
    ctx.log.warn("message failed", { message: message.id, code: error.code, error: error.message });
    await storeFailure(message, error, parts, ctx);
  }
}

async function ask(
  message: Message,
  session: Session,
  workspace: string,
  parts: AnswerParts,
  ctx: Context,
): Promise<void> {
  const { services, store, approvals } = parts;
  const emit = (event: SetupEvent): void => parts.live(session.id, event);
  const model = await readyModel(session, services, emit, ctx.signal);
  const place = { services, store, session: session.id, interactive: true, emit };
  const agent = await agentOver(model, place, ctx);
  const { budget } = services.config;
  await agent.ask(
    {
      text: message.text,
      workspace,
      session: session.id,
      turn: { message: message.id, run: runOf(message.id) },
      leave: parts.leave,
      converses: session.workspace === null,
      budget: {
        ...(budget.steps === undefined ? {} : { steps: budget.steps }),
        ...(budget.tokens === undefined ? {} : { tokens: budget.tokens }),
        ...(budget.seconds === undefined ? {} : { seconds: budget.seconds }),
      },
      approve: ({ id, tool, describe, argumentsHash }) =>
        approvals.ask(
          { id, session: session.id, message: message.id, tool, describe, hash: argumentsHash, at: ctx.clock.now() },
          ctx.signal,
        ),
      onEvent: () => parts.stored(session.id),
    },
    ctx,
  );
}

/** A model that was named is waited for: it may not load at all. One that is chosen loads while the files are read. */
async function readyModel(
  session: Session,
  services: Services,
  emit: (event: SetupEvent) => void,
  signal: AbortSignal,
): Promise<RunningModel> {
  const asked = session.model === "auto" ? null : session.model;
  const loading = loadAgent(); // its many modules are read while the model is brought
  const bringing = services.model(asked, emit);
  bringing.catch(() => undefined); // told below, unless this caller left first
  const model = await orAborted(bringing, signal);
  if (asked !== null) await orAborted(model.ready, signal);
  await loading;
  return model;
}

/** The end of a message for which nothing else stored one: its run is begun if it was not, and ends as failed. */
export async function storeFailure(
  message: Message,
  error: AppError,
  { store, stored }: Pick<AnswerParts, "store" | "stored">,
  ctx: Context,
): Promise<void> {
  const { session, text } = message;
  const run = runOf(message.id);
  const begun: AgentEvent = { type: "request", text, workspace: "", message: message.id };
  const turn = { id: run, message: message.id, session, request: JSON.stringify({ text }) };
  await store.turns.begin({ ...turn, event: { type: begun.type, payload: begun } }, ctx);
  const result: AskResult = toFailedResult(error, "", 0);
  const state = result.stopped === "cancelled" ? "cancelled" : "failed";
  const ended: AgentEvent = { type: "result", result, message: message.id };
  await store.turns.finish(
    {
      run,
      session,
      state,
      result,
      event: { type: ended.type, payload: ended },
      answer: { message: message.id, state, run, text: result.answer, data: result },
    },
    ctx,
  );
  stored(session);
}
