import type { ModelList } from "../../../app/index.ts";
import type { Session } from "../../run.ts";
import type { Screen } from "../../terminal/screen.ts";
import { toColumns, widthOf, wrap } from "../../terminal/text.ts";
import type { Ui } from "../../terminal/ui.ts";
import { showEngine } from "../../view/engine.ts";
import { EXIT } from "../../view/error.ts";
import type { ActionCall } from "./index.ts";

export async function run({ app, ctx, ui }: Session, { isJson }: ActionCall): Promise<number> {
  const listed = await app.run("models", {}, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(listed)}\n`);
  else showModels(listed, ui.out, ui);
  return EXIT.ok;
}

function showModels({ models, known, engines }: ModelList, screen: Screen, ui: Ui): void {
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
  for (const engine of engines) showEngine(engine, screen, ui);
  if (known > 0) screen.line(style.dim(wrap(texts.models.known(known), columns)));
}
