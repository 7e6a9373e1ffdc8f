import { toSafeLine, type OpenApproval, type PastApproval } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import { showApproval } from "../terminal/confirm.ts";
import { cut, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { textsOf } from "../texts/index.ts";
import { textOption } from "../usage.ts";
import { EXIT } from "../view/exit.ts";

const ANSWERS = new Map([
  ["yes", "allow"],
  ["no", "refuse"],
] as const);

/** `kralle approve [list | history | ID yes|no [--hash HASH]] [--json]` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [action = "list", answer = ""] = args;
  const { approve: texts } = textsOf(languageOf(process.env)).guard;
  const isJson = options["json"] === true;
  if (action === "list" || action === "history") {
    if (answer !== "")
      throw new AppError("E_USAGE", texts.unknownAction(`${action} ${answer}`), { hint: texts.actions });
    return withApp({ interactive: false }, action === "list" ? list(isJson) : history(isJson));
  }
  const decision = ANSWERS.get(answer as "yes" | "no");
  if (!action.startsWith("apr_") || decision === undefined) {
    throw new AppError("E_USAGE", texts.unknownAction(`${action} ${answer}`.trim()), { hint: texts.actions });
  }
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    const { approvals } = await app.run("approvals", {}, {}, ctx);
    const asked = approvals.find(({ id }) => id === action);
    // What is answered is what was shown; an answer to nothing gets the error that says so.
    if (asked && !isJson) show(asked, ui);
    const hash = textOption(options, "hash") ?? asked?.hash ?? "none";
    const answered = await app.run("decideApproval", { id: action, decision, hash }, {}, ctx);
    if (isJson) process.stdout.write(`${JSON.stringify({ ...answered, decision })}\n`);
    else ui.out.line(wrap(decision === "allow" ? texts.allowed : texts.refused, ui.out.columns));
    return EXIT.ok;
  });
}

const list =
  (isJson: boolean) =>
  async ({ app, ctx, ui }: Session): Promise<number> => {
    const { approvals } = await app.run("approvals", {}, {}, ctx);
    if (isJson) process.stdout.write(`${JSON.stringify({ approvals })}\n`);
    else if (approvals.length === 0) ui.out.line(wrap(ui.texts.guard.approve.none, ui.out.columns));
    else for (const approval of approvals) show(approval, ui);
    return EXIT.ok;
  };

function show({ id, tool, describe, details, reason, hash, expires }: OpenApproval, ui: Ui): void {
  showReason(reason, ui);
  showApproval({ tool, describe, details, argumentsHash: hash }, ui.out, ui);
  ui.out.line(`    ${ui.texts.guard.approve.how(id, ui.format.dateTime(expires))}`);
}

const history =
  (isJson: boolean) =>
  async ({ app, ctx, ui }: Session): Promise<number> => {
    const { approvals } = await app.run("approvalHistory", {}, {}, ctx);
    if (isJson) process.stdout.write(`${JSON.stringify({ approvals })}\n`);
    else if (approvals.length === 0) ui.out.line(wrap(ui.texts.guard.approve.noHistory, ui.out.columns));
    else for (const approval of approvals) showPast(approval, ui);
    return EXIT.ok;
  };

function showPast({ id, tool, describe, reason, hash, state, asked, decided, by, via }: PastApproval, ui: Ui): void {
  const { approve } = ui.texts.guard;
  const time = ui.format.dateTime(Date.parse(decided ?? asked));
  const who = via === null ? "" : ` (${via}: ${toSafeLine(by ?? "")})`;
  ui.out.line(wrap(`${time}  ${approve.states[state]}${who}: ${tool}`, ui.out.columns, "  "));
  ui.out.line(cut(`  ${describe}`, ui.out.columns));
  showReason(reason, ui);
  ui.out.line(ui.out.style.dim(`  ${id}  #${hash}`));
}

/** Why it is, or was, asked about. */
function showReason(reason: OpenApproval["reason"], { out, language }: Ui): void {
  if (reason) out.line(wrap(`  ? ${toSafeLine(reason[language])}`, out.columns, "    "));
}
