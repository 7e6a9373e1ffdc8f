import { AppError } from "../../core/index.ts";
import type { ModelList } from "../../app/index.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import type { Screen } from "../terminal/screen.ts";
import { toColumns, widthOf, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { textsOf } from "../texts/index.ts";
import { EXIT } from "../view/error.ts";
import { createProgressLine, toPullLine } from "../view/progress.ts";

/** `kralle models [list | pull NAME | rm NAME | default NAME] [--json]` */
export function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [action = "list", name] = args;
  const isJson = options["json"] === true;
  const texts = textsOf(languageOf(process.env));
  if (action === "list") return withApp({ interactive: false }, (session) => list(session, isJson));
  const work = { pull, rm: remove, default: choose }[action];
  if (!work) throw new AppError("E_USAGE", texts.usage.unknownAction(action), { hint: texts.usage.actions });
  if (name === undefined) {
    throw new AppError("E_USAGE", texts.usage.missingArgument("name"), { hint: texts.usage.actions });
  }
  return withApp({ interactive: false }, (session) => work(session, name, isJson));
}

async function list({ app, ctx, ui }: Session, isJson: boolean): Promise<number> {
  const listed = await app.run("models", {}, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(listed)}\n`);
  else showModels(listed, ui.out, ui);
  return EXIT.ok;
}

export function showModels({ models, known }: ModelList, screen: Screen, ui: Ui): void {
  const { texts, format } = ui;
  const { style, columns } = screen;
  const rows = models.map((model) => {
    return [model.id, format.size(model.bytes), format.size(model.memoryBytes), texts.models.state(model)];
  });
  const table = toColumns([texts.models.headings, ...rows], [1, 2]);
  if (table.every((line) => widthOf(line) <= columns)) {
    table.forEach((line, at) => screen.line(at === 0 ? style.dim(line) : line));
  } else {
    for (const [id = "", size = "", memory = "", state = ""] of rows) {
      screen.line(style.bold(id));
      screen.line(wrap(`  ${size}, ${texts.models.headings[2]} ${memory}, ${state}`, columns, "  "));
    }
  }
  if (known > 0) screen.line(style.dim(wrap(texts.models.known(known), columns)));
}

async function pull({ app, ctx, ui }: Session, name: string, isJson: boolean): Promise<number> {
  const progress = createProgressLine(ui.err);
  const result = await app.run(
    "pull",
    { name },
    {
      onEvent: (event) =>
        progress.show(toPullLine(event.name, event.progress, ui, ui.err.columns), event.progress.phase),
    },
    ctx,
  );
  progress.clear();
  if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`);
  else ui.out.line(ui.texts.models.pulled(result.id, result.source));
  return EXIT.ok;
}

async function remove({ app, ctx, ui }: Session, name: string, isJson: boolean): Promise<number> {
  const result = await app.run("removeWeights", { name }, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`);
  else ui.out.line(ui.texts.models.removed(result.id, ui.format.size(result.freedBytes)));
  return EXIT.ok;
}

async function choose({ app, ctx, ui }: Session, name: string, isJson: boolean): Promise<number> {
  const result = await app.run("setDefault", { name }, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`);
  else ui.out.line(ui.texts.models.isDefault(result.id));
  if (!isJson && !result.installed) ui.out.line(wrap(ui.texts.models.notHere(result.id), ui.out.columns));
  return EXIT.ok;
}
