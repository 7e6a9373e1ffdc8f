import { toSafeLine, type ShownRun, type Work } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import { cut, toColumns, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { textsOf } from "../texts/index.ts";
import { numberOption, textOption } from "../usage.ts";
import { EXIT } from "../view/exit.ts";

interface Asked {
  id: string;
  state: Work["state"] | undefined;
  before: string | undefined;
  limit: number | undefined;
}

/** What one action does: the document for programs, and how a person is told. */
type Action = (session: Session, asked: Asked) => Promise<[unknown, () => void]>;

const ACTIONS = new Map<string, { needsId: boolean; act: Action }>([
  ["list", { needsId: false, act: list }],
  ["show", { needsId: true, act: show }],
  ["cancel", { needsId: true, act: cancel }],
  ["resume", { needsId: true, act: resume }],
]);

/** `kralle runs [list|show ID|cancel ID|resume ID] [--state STATE] [--limit N] [--before CURSOR] [--json]` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [name = "list", id = ""] = args;
  const texts = textsOf(languageOf(process.env));
  const action = ACTIONS.get(name);
  if (!action) throw new AppError("E_USAGE", texts.runs.unknownAction(name), { hint: texts.runs.actions });
  if (action.needsId && id.trim() === "")
    throw new AppError("E_USAGE", texts.runs.missing, { hint: texts.runs.actions });
  const asked: Asked = {
    id,
    state: textOption(options, "state") as Work["state"] | undefined, // the command says which there are
    before: textOption(options, "before"),
    limit: numberOption(options, "limit", true, texts, "runs"),
  };
  return withApp({ interactive: false }, async (session) => {
    const [document, tell] = await action.act(session, asked);
    if (options["json"] === true) process.stdout.write(`${JSON.stringify(document)}\n`);
    else tell();
    return EXIT.ok;
  });
}

async function list({ app, ctx, ui }: Session, { state, before, limit }: Asked): Promise<[unknown, () => void]> {
  const query = {
    ...(state === undefined ? {} : { state }),
    ...(before === undefined ? {} : { before }),
    ...(limit === undefined ? {} : { limit }),
  };
  const page = await app.run("runs", query, {}, ctx);
  return [page, () => showList(page, state, ui)];
}

function showList(
  { runs, next }: { runs: readonly Work[]; next: string | null },
  state: Work["state"] | undefined,
  { out, texts: { runs: texts }, format }: Ui,
): void {
  if (runs.length === 0) return out.line(wrap(state === undefined ? texts.none : texts.noneOf(state), out.columns));
  const rows = runs.map(({ id, state: stands, started, ended, ...work }) => [
    format.dateTime(started),
    texts.states[stands],
    ended === null ? "" : format.duration(ended - started),
    id,
    toSafeLine([titleOf(work), work.step ?? ""].filter((part) => part !== "").join(" · ")),
  ]);
  toColumns([[...texts.headings], ...rows]).forEach((line, at) =>
    out.line(cut(at === 0 ? out.style.dim(line) : line, out.columns)),
  );
  if (next !== null) out.line(out.style.dim(wrap(texts.more(next), out.columns)));
}

const titleOf = ({ request, schedule, kind }: Pick<Work, "request" | "schedule" | "kind">): string =>
  request === "" ? (schedule ?? kind) : schedule === null ? request : `${schedule}: ${request}`;

async function show({ app, ctx, ui }: Session, { id }: Asked): Promise<[unknown, () => void]> {
  const shown = await app.run("run", { id }, {}, ctx);
  return [shown, () => showSteps(shown, ui)];
}

function showSteps({ run: work, steps, sent }: ShownRun, { out, texts: { runs: texts }, format }: Ui): void {
  const { started, ended, state, session, schedule } = work;
  const { style, columns } = out;
  const item = (text: string): void => out.line(wrap(`  ${text}`, columns, "    "));
  out.line(`${style.bold(cut(toSafeLine(titleOf(work)), columns))} ${style.dim(work.id)}`);
  item(
    `${format.dateTime(started)}${ended === null ? "" : `, ${format.duration(ended - started)}`}: ${texts.states[state]}`,
  );
  if (schedule !== null) item(texts.bySchedule(schedule));
  if (session !== null) item(texts.inSession(session));
  if (sent !== null) item(texts.sent(sent));
  out.line(style.bold(texts.steps));
  if (steps.length === 0) item(texts.noSteps);
  for (const step of steps) {
    const took = step.started === null || step.ended === null ? "" : `, ${format.duration(step.ended - step.started)}`;
    out.line(
      wrap(`  ${style.cyan(step.id)} ${toSafeLine(step.name)} (${texts.step[step.state]}${took})`, columns, "     "),
    );
  }
}

async function cancel({ app, ctx, ui }: Session, { id }: Asked): Promise<[unknown, () => void]> {
  const work = await app.run("cancelRun", { id }, {}, ctx);
  const { runs } = ui.texts;
  const told = work.state === "cancelled" ? runs.cancelled(id) : runs.endedBefore(id, runs.states[work.state]);
  return [work, () => ui.out.line(wrap(told, ui.out.columns))];
}

async function resume({ app, ctx, ui }: Session, { id }: Asked): Promise<[unknown, () => void]> {
  const work = await app.run("resumeRun", { id }, {}, ctx);
  return [work, () => ui.out.line(wrap(ui.texts.runs.resumed(id), ui.out.columns))];
}
