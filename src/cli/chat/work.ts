import { toSafeLine, toSafeText, type Approve, type AskResult } from "../../app/index.ts";
import { toAppError, type Context } from "../../core/index.ts";
import { confirm, showApproval, untilEither } from "../terminal/confirm.ts";
import { wrap } from "../terminal/text.ts";
import { showDiff } from "../view/diff.ts";
import { showError } from "../view/error.ts";
import { EXIT } from "../view/exit.ts";
import { showAnswer, showFailure, showSources, toUsageLine } from "../view/result.ts";
import { createWorkView, type WorkView } from "../view/work.ts";
import type { ChatState } from "./state.ts";

/** One request of a chat, from the line that was typed to the line that says what it took. */
export async function work(state: ChatState, text: string): Promise<void> {
  const { app, workspace, model, conversation } = state;
  await perform(state, async (hooks, ctx) => {
    const input = { text, workspace, model, ...(conversation === null ? {} : { session: conversation }) };
    const { session, ...result } = await app.run("ask", input, hooks, ctx);
    state.conversation = session;
    return result;
  });
}

/** Finishes what a crash interrupted. */
export async function resume(state: ChatState, session: string): Promise<void> {
  await perform(state, (hooks, ctx) => state.app.run("resume", { session, model: state.model }, hooks, ctx));
}

interface WorkHooks {
  onEvent: WorkView["onEvent"];
  approve?: Approve;
}

async function perform(
  state: ChatState,
  run: (hooks: WorkHooks, ctx: Context) => Promise<AskResult | null>,
): Promise<void> {
  const { ui, screen, interactive } = state;
  const view = createWorkView(screen, ui, true);
  state.events = [];
  const cancel = new AbortController();
  const ctx: Context = { ...state.ctx, signal: AbortSignal.any([state.ctx.signal, cancel.signal]) };
  let stopListening: () => void;
  const interrupt = (): void => {
    if (cancel.signal.aborted) {
      stopListening();
      view.end();
      process.exit(EXIT.cancelled); // asked twice: at once. What was written is recorded; the engine ends with us
    }
    cancel.abort();
    view.doing(ui.texts.chat.cancelling);
  };
  const listen = (): void => {
    stopListening = state.input.listen(interrupt);
  };
  const approve: Approve = async (question, withdrawn) => {
    view.pause();
    stopListening();
    showApproval(question, screen, ui);
    try {
      return await confirm(ui.texts.approval.ask, ui, process.stdout, untilEither(ctx.signal, withdrawn));
    } finally {
      listen();
    }
  };
  const onEvent: WorkView["onEvent"] = (event) => {
    if (event.type === "accepted") state.conversation = event.session;
    state.events.push(event);
    view.onEvent(event);
  };
  listen();
  state.onInterrupt(interrupt);
  view.doing(state.loading ? ui.texts.chat.waiting(state.modelName) : ui.texts.work.working);
  try {
    const result = await run({ onEvent, ...(interactive ? { approve } : {}) }, ctx);
    view.end();
    if (result) await show(state, result, view);
  } catch (thrown) {
    view.end();
    state.ctx.signal.throwIfAborted();
    showError(toAppError(thrown), screen, ui.texts, ui.language);
  } finally {
    stopListening!();
    state.onInterrupt(null);
  }
}

async function show(state: ChatState, result: AskResult, view: WorkView): Promise<void> {
  const { ui, screen } = state;
  showAnswer(result, screen, view.streamed);
  const unseen = result.changed.filter(({ path }) => !view.diffs.has(path));
  if (unseen.length > 0) await showChanges(state, unseen);
  showSources(result, screen, ui);
  if (!result.ok) showFailure(result, screen, ui);
  if (result.model !== "") screen.line(screen.style.dim(wrap(toUsageLine(result, ui), screen.columns)));
}

/** The changed files with their differences, as the record of changes has them. */
async function showChanges(
  { app, ctx, ui, screen, workspace }: ChatState,
  changed: AskResult["changed"],
): Promise<void> {
  const diffs = await app.run("changes", { workspace }, {}, ctx);
  for (const { path, kind } of changed) {
    const found = diffs.find((diff) => diff.path === path);
    const from = found?.from ? `${toSafeLine(found.from)} → ` : "";
    screen.line(`${ui.texts.work.changed[kind]}: ${from}${screen.style.bold(toSafeLine(path))}`);
    if (found?.diff) showDiff(toSafeText(found.diff), screen, ui.texts.work.more);
    else if (kind === "edited" || kind === "created") screen.line(screen.style.dim(`  ${ui.texts.work.binaryDiff}`));
  }
}
