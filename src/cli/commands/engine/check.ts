import type { Session } from "../../run.ts";
import { wrap } from "../../terminal/text.ts";
import { showEngine } from "../../view/engine.ts";
import { inLanguage } from "../../view/error.ts";
import { EXIT } from "../../view/exit.ts";
import type { EngineCall } from "./index.ts";

/** Exit code 1 when one of them cannot be used. */
export async function run({ app, ctx, ui }: Session, { name, isJson }: EngineCall): Promise<number> {
  const checked = await app.run("checkEngines", { name: name === "" ? null : name }, {}, ctx);
  if (isJson) {
    const engines = checked.engines.map((engine) => {
      return { ...engine, error: engine.error && { ...engine.error, ...inLanguage(engine.error, ui.language) } };
    });
    process.stdout.write(`${JSON.stringify({ engines })}\n`);
  } else if (checked.engines.length === 0) ui.out.line(wrap(ui.texts.engine.none, ui.out.columns));
  else for (const engine of checked.engines) showEngine(engine, ui.out, ui);
  return checked.engines.every(({ ok }) => ok) ? EXIT.ok : EXIT.failed;
}
