import { AppError, toAppError, type Context } from "../../core/index.ts";
import type { AgentEvent, AskOptions, AskResult } from "../../agent/index.ts";
import type { WorkflowRun } from "../../durable/index.ts";
import type { Message, Session, Store } from "../../store/index.ts";
import { orAborted } from "../aborted.ts";
import { agentOver, loadAgent } from "../agentOver.ts";
import type { SetupEvent } from "../events.ts";
import { toFailedResult } from "../failed.ts";
import type { RunningModel } from "../runtime.ts";
import type { Services } from "../services.ts";
import { folderOf } from "./folders.ts";
import { runOf } from "./ids.ts";
import { toBudget } from "../budget.ts";
import { readTerms, type Terms } from "./terms.ts";

export interface AnswerParts {
  services: Services;
  store: Store;
  /** Fires when the process ends: what runs is left for the next one. */
  leave: AbortSignal;
  stored(session: string): void;
  /** A run began, made a plan, went on to another step, or ended. */
  moved(run: string): void;
  /** A message got its answer. */
  ended(session: string): void;
  live(session: string, event: SetupEvent): void;
}

/** What who looks at the runs wants to see at once. */
const MOVES: ReadonlySet<AgentEvent["type"]> = new Set(["request", "plan", "step", "approval", "result"]);

/**
 * Answers a message, from its beginning or from where a crash left it. When it resolves the answer is stored, whatever went
 * wrong; it throws only when the process is ending (E_CANCELLED), or when nothing can be stored.
 */
export async function answerMessage(
  message: Message,
  parts: AnswerParts,
  run: Pick<WorkflowRun, "ensureOwner">,
  ctx: Context,
): Promise<void> {
  const { store, leave } = parts;
  const session = await store.sessions.get(message.session);
  if (!session) throw new AppError("E_NOT_FOUND", `There is no session ${message.session}.`);
  const signal = AbortSignal.any([ctx.signal, leave]);
  try {
    const terms = readTerms(message.data);
    const isOwners =
      terms.sender === undefined &&
      terms.shared !== true &&
      terms.workspace === undefined &&
      session.workspace === null;
    if (isOwners && (await answerFromBriefing(message, parts, { ...ctx, signal }))) return;
    const workspace = terms.workspace ?? (await folderOf(session, parts.services.home));
    const work = () => ask({ message, session, workspace, terms, run }, parts, { ...ctx, signal });
    await parts.services.folders.hold(workspace, signal, work);
  } catch (thrown) {
    if (leave.aborted) throw new AppError("E_CANCELLED", "Kralle is closing.", { cause: thrown });
    if (isTakenOver(ctx.signal)) throw ctx.signal.reason; // its answer is stored by whoever has it now
    const error = ctx.signal.aborted ? new AppError("E_CANCELLED", "The work was cancelled.") : toAppError(thrown);
    ctx.log.warn("message failed", { message: message.id, code: error.code, error: error.message });
    await storeFailure(message, error, parts, ctx);
  }
}

/** This process did not show itself for too long, and another one has gone on with the work. */
function isTakenOver({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof AppError && reason.data?.["lost"] === true;
}

interface Turn {
  message: Message;
  session: Session;
  workspace: string;
  terms: Terms;
  /** Whose work it is. */
  run: Pick<WorkflowRun, "ensureOwner">;
}

async function ask({ message, session, workspace, terms, run }: Turn, parts: AnswerParts, ctx: Context): Promise<void> {
  const { services, store } = parts;
  const emit = (event: SetupEvent): void => parts.live(session.id, event);
  const model = await readyModel(terms.model ?? session.model, services, emit, ctx.signal);
  const isAttended = terms.unattended !== true;
  const place = { services, store, session: session.id, interactive: isAttended, emit, run };
  const agent = await agentOver(model, place, ctx);
  await agent.ask(
    {
      text: message.text,
      workspace,
      session: session.id,
      turn: { message: message.id, run: runOf(message.id) },
      leave: parts.leave,
      converses: session.workspace === null && terms.workspace === undefined,
      budget: toBudget(terms.budget, services.config.budget),
      ...(terms.sender === undefined ? {} : { sender: terms.sender }),
      ...(terms.today === undefined ? {} : { today: terms.today }),
      ...(isAttended ? { approve: openQuestion(services), answersAreStored: true } : {}),
      onEvent: ({ type }) => {
        parts.stored(session.id);
        if (MOVES.has(type)) parts.moved(runOf(message.id));
      },
    },
    ctx,
  );
}

/** Whether the message was a question about the briefing that it answers, and has its answer. */
async function answerFromBriefing(message: Message, parts: AnswerParts, ctx: Context): Promise<boolean> {
  const { askOfBriefing, storeFromBriefing } = await import("./fromBriefing.ts");
  const answer = await askOfBriefing(message, parts, ctx);
  if (answer !== null) await storeFromBriefing(message, answer, parts, ctx);
  return answer !== null;
}

/** Puts what the work asks on the list of open questions. */
function openQuestion({ approvals }: Services): NonNullable<AskOptions["approve"]> {
  return ({ id }, withdrawn) => approvals.ask(id, withdrawn);
}

/** A model that was named is waited for: it may not load at all. One that is chosen loads while the files are read. */
async function readyModel(
  named: string | null,
  services: Services,
  emit: (event: SetupEvent) => void,
  signal: AbortSignal,
): Promise<RunningModel> {
  const asked = named === "auto" ? null : named;
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
  { store, stored, moved }: Pick<AnswerParts, "store" | "stored" | "moved">,
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
  moved(run);
}
