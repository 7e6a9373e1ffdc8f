import type { Session } from "../../run.ts";
import { toColumns, wrap } from "../../terminal/text.ts";
import { EXIT } from "../../view/exit.ts";
import { placeOf } from "./add.ts";
import type { EngineCall } from "./index.ts";

export async function run({ app, ctx, ui }: Session, { isJson }: EngineCall): Promise<number> {
  const listed = await app.run("engines", {}, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(listed)}\n`);
  else if (listed.engines.length === 0) ui.out.line(wrap(ui.texts.engine.none, ui.out.columns));
  else {
    const { headings, local, elsewhere } = ui.texts.engine;
    const rows = listed.engines.map((engine) => {
      return [engine.name, engine.type, `${placeOf(engine, ui)} (${engine.leaves ? elsewhere : local})`];
    });
    const table = toColumns([headings, ...rows]);
    table.forEach((line, at) => ui.out.line(at === 0 ? ui.out.style.dim(line) : line));
  }
  return EXIT.ok;
}
