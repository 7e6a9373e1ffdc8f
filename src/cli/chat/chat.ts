import { samplePath } from "../../app/index.ts";
import { toAppError } from "../../core/index.ts";
import type { Session } from "../run.ts";
import { confirm } from "../terminal/confirm.ts";
import { wrap } from "../terminal/text.ts";
import { showError } from "../view/error.ts";
import { EXIT } from "../view/exit.ts";
import { openHistory } from "./history.ts";
import { createPipedInput, createTerminalInput, type ChatInput } from "./input.ts";
import { loadInBackground } from "./loading.ts";
import { runSlash } from "./slash.ts";
import type { ChatState } from "./state.ts";
import { welcome } from "./welcome.ts";
import { resume, work } from "./work.ts";

export interface ChatOptions {
  workspace: string;
  model: string | null;
  /** A conversation to go on with. */
  conversation: string | null;
  interactive: boolean;
}

/** Talks until the person ends it. Returns the exit code. */
export async function chat(session: Session, options: ChatOptions): Promise<number> {
  const { app, ctx, ui } = session;
  const screen = ui.out;
  const ready = await app.run("readiness", { model: options.model }, {}, ctx);
  const input = createInput(session, options.interactive);
  const over = new AbortController();
  const state: ChatState = {
    ...session,
    ...options,
    screen,
    input,
    isSample: options.workspace === samplePath(app.home),
    modelName: ready.name,
    over: over.signal,
    events: [],
    loading: null,
  };
  const closeInput = (): void => input.close();
  ctx.signal.addEventListener("abort", closeInput, { once: true });
  try {
    screen.line(`${screen.style.bold(ui.texts.chat.title(app.version))} · ${ready.name}`);
    await welcome(state);
    loadInBackground(state, ready);
    await offerResume(state);
    await talk(state);
    over.abort();
    if (state.conversation !== null)
      screen.line(screen.style.dim(wrap(ui.texts.chat.goOn(state.conversation), screen.columns)));
    screen.line(ui.texts.chat.bye);
    return EXIT.ok;
  } finally {
    ctx.signal.removeEventListener("abort", closeInput);
    input.close();
  }
}

function createInput({ app, ctx, ui }: Session, interactive: boolean): ChatInput {
  const { style } = ui.out;
  if (!interactive) return createPipedInput((line) => ui.out.line(`› ${line}`));
  const history = openHistory(app.home, (error) => ctx.log.warn("chat history", { error }));
  return createTerminalInput(style.cyan("› "), history, () => ui.out.line(style.dim(ui.texts.chat.again)));
}

async function talk(state: ChatState): Promise<void> {
  const { ui, screen } = state;
  for (;;) {
    screen.line();
    const line = await state.input.read();
    if (line === null || state.ctx.signal.aborted) return;
    const text = line.trim();
    if (text === "") continue;
    try {
      if (text.startsWith("/")) {
        if ((await runSlash(state, text)) === "quit") return;
      } else await work(state, suggestionOf(text, state) ?? text);
    } catch (thrown) {
      if (state.ctx.signal.aborted) return;
      showError(toAppError(thrown), screen, ui.texts, ui.language);
    }
  }
}

/** "2" means the second suggestion where these were shown; it is repeated, so that the conversation can be read. */
function suggestionOf(text: string, { isSample, ui, screen }: ChatState): string | null {
  const suggestion = isSample && /^[1-9]$/.test(text) ? ui.texts.suggestions[Number(text) - 1] : undefined;
  if (suggestion === undefined) return null;
  screen.line(screen.style.dim(wrap(suggestion, screen.columns, "  ", "› ")));
  return suggestion;
}

async function offerResume(state: ChatState): Promise<void> {
  const { app, ctx, ui, conversation, interactive } = state;
  if (conversation === null || !interactive) return;
  const { interrupted, atWork } = await app.run("session", { session: conversation }, {}, ctx);
  if (atWork) return resume(state, conversation); // as it was asked for: nobody has to say so again
  if (!interrupted) return;
  if (await confirm(ui.texts.chat.resumeAsk, ui, process.stdout, ctx.signal)) await resume(state, conversation);
}
