import { toSafeLine, toSafeText } from "../../app/index.ts";
import { wrap } from "../terminal/text.ts";
import type { ChatState } from "./state.ts";

const SHOWN_TURNS = 3;

/** What stands above the first prompt: where we are, and what could be asked. */
export async function welcome(state: ChatState): Promise<void> {
  const { app, ctx, ui, screen, workspace, isSample } = state;
  const { chat, suggestions } = ui.texts;
  const { style, columns } = screen;
  const found = await app.run("files", { workspace }, {}, ctx);
  const count = found.length === 0 ? chat.noFiles : chat.files(found.length);
  screen.line(style.dim(wrap(`${chat.place(toSafeLine(workspace))} (${count})`, columns, "  ")));
  if (state.conversation !== null) return showTurns(state, state.conversation);
  screen.line();
  screen.line(wrap(isSample ? chat.sampleIntro : chat.emptyIntro, columns));
  const examples = isSample ? suggestions : chat.examples;
  examples.forEach((text, at) => {
    const mark = isSample ? `${at + 1}` : "·";
    screen.line(wrap(text, columns, "    ", `  ${style.cyan(mark)} `));
  });
  screen.line();
  if (isSample) screen.line(wrap(chat.pick, columns));
  screen.line(style.dim(wrap(chat.helpHint, columns)));
}

/** The end of the conversation that goes on. */
async function showTurns({ app, ctx, screen }: ChatState, session: string): Promise<void> {
  const { turns } = await app.run("session", { session }, {}, ctx);
  for (const { request, answer } of turns.slice(-SHOWN_TURNS)) {
    screen.line(wrap(toSafeLine(request), screen.columns, "  ", `${screen.style.cyan("›")} `));
    if (answer !== null) screen.line(screen.style.dim(wrap(toSafeText(answer).trim(), screen.columns)));
  }
}
