import type { Readiness } from "../../app/index.ts";
import { toAppError } from "../../core/index.ts";
import { wrap } from "../terminal/text.ts";
import { showError } from "../view/error.ts";
import type { ChatState } from "./state.ts";

/** Lets the weights load while the person reads and types, and says so. What must be fetched waits for a request. */
export function loadInBackground(state: ChatState, ready: Readiness): void {
  const { app, ui, screen, input } = state;
  const ctx = { ...state.ctx, signal: AbortSignal.any([state.ctx.signal, state.over]) };
  const { chat } = ui.texts;
  const say = (text: string): void => screen.line(screen.style.dim(wrap(text, screen.columns)));
  if (!ready.installed) return say(chat.fetching(ready.name));
  say(chat.loading(ready.name));
  const loading = app.run("load", { model: state.model }, {}, ctx).then(
    () => {
      if (state.loading === loading) state.loading = null;
    },
    (thrown: unknown) => {
      if (state.loading === loading) state.loading = null;
      if (ctx.signal.aborted) return;
      input.printAbove(() => {
        screen.line(chat.loadFailed);
        showError(toAppError(thrown), screen, ui.texts, ui.language);
      });
    },
  );
  state.loading = loading;
}
