import { resolve } from "node:path";
import { toSafeLine, type OutputOf } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import { cut, toColumns, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { textsOf } from "../texts/index.ts";
import { textOption } from "../usage.ts";
import { EXIT } from "../view/exit.ts";

type Schedule = OutputOf<"schedules">["schedules"][number];
type Tick = OutputOf<"scheduleLedger">["ticks"][number];

/** What one action does: the document for programs, and how a person is told. */
type Action = (session: Session, words: string[], options: Record<string, unknown>) => Promise<[unknown, () => void]>;

const ACTIONS = new Map<string, { needs: readonly string[]; act: Action }>([
  ["list", { needs: [], act: list }],
  ["add", { needs: ["NAME", "TIMES", "REQUEST"], act: add }],
  ["remove", { needs: ["NAME"], act: remove }],
  ["pause", { needs: ["NAME"], act: (session, words) => pause(session, words, true) }],
  ["resume", { needs: ["NAME"], act: (session, words) => pause(session, words, false) }],
  ["run", { needs: ["NAME"], act: runNow }],
  ["ledger", { needs: ["NAME"], act: ledger }],
]);

/** `kralle schedule [list|add NAME TIMES REQUEST|remove|pause|resume|run|ledger NAME] [--json]` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [name = "list", ...words] = args;
  const texts = textsOf(languageOf(process.env)).schedule;
  const action = ACTIONS.get(name);
  if (!action) throw new AppError("E_USAGE", texts.unknownAction(name), { hint: texts.actions });
  const missing = action.needs.find((_, at) => (words[at] ?? "").trim() === "");
  if (missing !== undefined) throw new AppError("E_USAGE", texts.missing(missing), { hint: texts.actions });
  return withApp({ interactive: false }, async (session) => {
    const [document, tell] = await action.act(session, words, options);
    if (options["json"] === true) process.stdout.write(`${JSON.stringify(document)}\n`);
    else tell();
    return EXIT.ok;
  });
}

async function list({ app, ctx, ui }: Session): Promise<[unknown, () => void]> {
  const listed = await app.run("schedules", {}, {}, ctx);
  return [listed, () => showList(listed.schedules, ui)];
}

function showList(schedules: readonly Schedule[], { out, texts: { schedule: texts }, format }: Ui): void {
  if (schedules.length === 0) return out.line(wrap(texts.none, out.columns));
  const rows = schedules.map(({ name, pattern, zone, paused, next, last, text }) => [
    name,
    `${pattern} ${zone}`,
    paused ? texts.paused : next === null ? "" : format.dateTime(next),
    last === null ? texts.never : `${texts.states[last.state]} ${format.dateTime(last.at)}`,
    cut(toSafeLine(text), 40),
  ]);
  toColumns([[...texts.headings], ...rows]).forEach((line, at) =>
    out.line(cut(at === 0 ? out.style.dim(line) : line, out.columns)),
  );
  for (const { name, missing } of schedules)
    if (missing !== null)
      out.line(wrap(`${name}: ${out.style.red(texts.neverRan(format.dateTime(missing)))}`, out.columns));
}

async function add(
  { app, ctx, ui }: Session,
  [name = "", times = "", ...request]: string[],
  options: Record<string, unknown>,
): Promise<[unknown, () => void]> {
  const zone = textOption(options, "zone");
  const folder = textOption(options, "folder");
  const missed = textOption(options, "missed") as "once" | undefined; // the command says which there are
  const made = await app.run(
    "addSchedule",
    {
      name,
      times,
      text: request.join(" "),
      ...(zone === undefined ? {} : { zone }),
      ...(missed === undefined ? {} : { missed }),
      ...(folder === undefined ? {} : { workspace: resolve(folder) }),
    },
    {},
    ctx,
  );
  const { schedule } = ui.texts;
  const next = made.next === null ? "" : ui.format.dateTime(made.next);
  return [made, () => ui.out.line(wrap(schedule.added(made.name, next), ui.out.columns))];
}

async function remove({ app, ctx, ui }: Session, [name = ""]: string[]): Promise<[unknown, () => void]> {
  const removed = await app.run("removeSchedule", { name }, {}, ctx);
  return [removed, () => ui.out.line(wrap(ui.texts.schedule.removed(name), ui.out.columns))];
}

async function pause(
  { app, ctx, ui }: Session,
  [name = ""]: string[],
  paused: boolean,
): Promise<[unknown, () => void]> {
  const changed = await app.run("pauseSchedule", { name, paused }, {}, ctx);
  const { schedule } = ui.texts;
  const next = changed.next === null ? "" : ui.format.dateTime(changed.next);
  return [
    changed,
    () => ui.out.line(wrap(paused ? schedule.pausedNow(name) : schedule.goesOn(name, next), ui.out.columns)),
  ];
}

async function runNow({ app, ctx, ui }: Session, [name = ""]: string[]): Promise<[unknown, () => void]> {
  const tick = await app.run("runSchedule", { name }, {}, ctx);
  return [tick, () => ui.out.line(wrap(ui.texts.schedule.begun(name), ui.out.columns))];
}

async function ledger({ app, ctx, ui }: Session, [name = ""]: string[]): Promise<[unknown, () => void]> {
  const found = await app.run("scheduleLedger", { name }, {}, ctx);
  return [found, () => showLedger(found.ticks, ui)];
}

function showLedger(ticks: readonly Tick[], { out, texts: { schedule: texts }, format }: Ui): void {
  if (ticks.length === 0) return out.line(texts.never);
  const rows = ticks.map(({ at, state, note }) => [
    format.dateTime(at),
    texts.states[state],
    toSafeLine(note === null ? "" : (texts.notes[note] ?? note)),
  ]);
  toColumns([[...texts.ledgerHeadings], ...rows]).forEach((line, at) =>
    out.line(cut(at === 0 ? out.style.dim(line) : line, out.columns)),
  );
}
