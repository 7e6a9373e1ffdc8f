import { toSafeLine } from "../../app/index.ts";
import { withApp } from "../run.ts";
import { wrap } from "../terminal/text.ts";
import { showBriefing } from "../view/briefing.ts";
import { EXIT } from "../view/exit.ts";

/** `kralle today [QUESTION] [--json]` */
export function run(words: string[], options: Record<string, unknown>): Promise<number> {
  const question = words.join(" ").trim();
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    const isJson = options["json"] === true;
    if (question === "") {
      const view = await app.run("briefing", {}, {}, ctx);
      if (isJson) process.stdout.write(`${JSON.stringify(view)}\n`);
      else showBriefing(view, ui);
      return EXIT.ok;
    }
    const answer = await app.run("askBriefing", { question }, {}, ctx);
    if (isJson) process.stdout.write(`${JSON.stringify(answer)}\n`);
    else for (const line of answer.lines) ui.out.line(wrap(toSafeLine(line), ui.out.columns, "  "));
    return EXIT.ok;
  });
}
