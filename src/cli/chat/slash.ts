import { toSafeLine } from "../../app/index.ts";
import { showUndone } from "../commands/undo.ts";
import { toColumns, wrap } from "../terminal/text.ts";
import { showStep, showWhy } from "../view/why.ts";
import { toFoldedLine } from "../view/work.ts";
import type { ChatState } from "./state.ts";
import { loadInBackground } from "./loading.ts";

/** "quit" when the chat shall end. Throws AppError. */
type Slash = (state: ChatState, argument: string) => Promise<"quit" | void> | "quit" | void;

const MOST_FILES = 100;

const SLASHES: Record<string, Slash> = {
  "/help": help,
  "/files": files,
  "/details": details,
  "/why": why,
  "/undo": undo,
  "/model": model,
  "/new": startNew,
  "/quit": () => "quit",
  "/exit": () => "quit",
};

/** Does a command of the chat. */
export async function runSlash(state: ChatState, line: string): Promise<"quit" | void> {
  const [name = "", ...rest] = line.trim().split(/\s+/);
  const slash = Object.hasOwn(SLASHES, name) ? SLASHES[name] : undefined;
  if (slash) return slash(state, rest.join(" "));
  state.screen.line(state.ui.texts.chat.unknown(toSafeLine(name)));
}

function help({ ui, screen }: ChatState): void {
  const rows = Object.entries(ui.texts.chat.commands).map(([name, about]) => [`  ${name}`, about]);
  for (const line of toColumns(rows)) screen.line(wrap(line, screen.columns, " ".repeat(18)));
}

async function files({ app, ctx, ui, screen, workspace }: ChatState): Promise<void> {
  const found = await app.run("files", { workspace }, {}, ctx);
  if (found.length === 0) return screen.line(ui.texts.chat.noFiles);
  const rows = found.slice(0, MOST_FILES).map(({ path, bytes }) => [ui.format.size(bytes), toSafeLine(path)]);
  for (const line of toColumns(rows, [0])) screen.line(wrap(`  ${line}`, screen.columns, " ".repeat(4)));
  if (found.length > MOST_FILES) screen.line(`  ${ui.texts.work.more(found.length - MOST_FILES)}`);
}

/** The last work unfolded: every line, and for the steps of the plan the exact operation. */
function details({ ui, screen, events }: ChatState): void {
  if (events.length === 0) return screen.line(ui.texts.chat.noDetails);
  for (const event of events) {
    if (event.type !== "agent") continue;
    if (event.event.type === "step" && event.event.state === "started") showStep(event.event.step, screen);
    const line = toFoldedLine(event.event, ui);
    if (line !== null) screen.line(wrap(`  ${line}`, screen.columns, "    "));
  }
}

async function why({ app, ctx, ui, screen, conversation }: ChatState): Promise<void> {
  if (conversation === null) return screen.line(ui.texts.chat.noDetails);
  showWhy(await app.run("why", { session: conversation }, {}, ctx), screen, ui);
}

async function undo({ app, ctx, ui, screen, workspace }: ChatState): Promise<void> {
  showUndone(await app.run("undo", { workspace }, {}, ctx), screen, ui);
}

function startNew(state: ChatState): void {
  state.conversation = null;
  state.events = [];
  state.screen.line(state.ui.texts.chat.newSession);
}

async function model(state: ChatState, name: string): Promise<void> {
  const { app, ctx, ui, screen } = state;
  if (name === "") {
    const { models, engines } = await app.run("models", {}, {}, ctx);
    screen.line(ui.texts.chat.model(state.modelName));
    const served = engines.flatMap((engine) => engine.models.map(({ id }) => toSafeLine(id)));
    const here = [...models.filter(({ installed }) => installed).map(({ id }) => id), ...served];
    return screen.line(wrap(`${ui.texts.chat.others}: ${here.join(", ")}`, screen.columns, "  "));
  }
  const ready = await app.run("readiness", { model: name }, {}, ctx);
  state.model = ready.model;
  state.modelName = ready.name;
  screen.line(ui.texts.chat.switched(ready.name));
  loadInBackground(state, ready);
}
