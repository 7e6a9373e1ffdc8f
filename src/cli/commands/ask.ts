import { resolve } from "node:path";
import type { Approve, AskResult, InputOf } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { withApp, type Session } from "../run.ts";
import { confirm, showApproval, untilEither } from "../terminal/confirm.ts";
import { wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { languageOf } from "../language.ts";
import { textsOf } from "../texts/index.ts";
import { dayOption, numberOption, textOption } from "../usage.ts";
import { exitCodeOf, resultInLanguage } from "../view/error.ts";
import { EXIT } from "../view/exit.ts";
import { showFailure, showResult, toUsageLine } from "../view/result.ts";
import { createWorkView } from "../view/work.ts";

/** `kralle ask`: the result to stdout, everything on the way to stderr. */
export function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const texts = textsOf(languageOf(process.env));
  const text = args.join(" ").trim();
  if (text === "") throw new AppError("E_USAGE", texts.usage.emptyRequest, { hint: texts.usage.seeHelp("ask") });
  const budget = {
    steps: numberOption(options, "steps", true, texts),
    tokens: numberOption(options, "tokens", true, texts),
    seconds: numberOption(options, "seconds", false, texts),
  };
  const isJson = options["json"] === true;
  const input = {
    text,
    workspace: resolve(textOption(options, "workspace") ?? "."),
    model: textOption(options, "model") ?? null,
    today: dayOption(options, "today", texts),
    budget,
  };
  const interactive = !isJson && process.stdin.isTTY === true && process.stderr.isTTY === true;
  return withApp({ interactive }, (session) => perform(session, input, isJson, interactive));
}

/** Does one request and shows its result. Also what `start --task` does. */
export async function perform(
  { app, ctx, ui }: Session,
  input: InputOf<"ask">,
  isJson: boolean,
  interactive: boolean,
): Promise<number> {
  const view = createWorkView(ui.err, ui, false);
  const approve: Approve = async (question, withdrawn) => {
    view.pause();
    showApproval(question, ui.err, ui);
    return confirm(ui.texts.approval.ask, ui, process.stderr, untilEither(ctx.signal, withdrawn));
  };
  let result: AskResult;
  try {
    const hooks = { onEvent: view.onEvent, ...(interactive ? { approve } : {}) };
    const { session: _session, ...asked } = await app.run("ask", input, hooks, ctx);
    result = asked;
  } finally {
    view.end();
  }
  show(result, isJson, ui);
  if (result.ok) return EXIT.ok;
  return result.stopped === "cancelled" ? EXIT.cancelled : exitCodeOf(result.error?.code ?? "");
}

function show(result: AskResult, isJson: boolean, ui: Ui): void {
  if (isJson) process.stdout.write(`${JSON.stringify(resultInLanguage(result, ui.language))}\n`);
  else showResult(result, ui.out, ui);
  if (!result.ok) showFailure(result, ui.err, ui);
  if (result.model !== "") ui.err.line(ui.err.style.dim(wrap(toUsageLine(result, ui), ui.err.columns)));
}
