import { toSafeLine } from "../../app/index.ts";
import { wrap } from "../terminal/text.ts";
import { EXIT } from "../view/exit.ts";
import { withGateway } from "../gateway.ts";

/** `kralle status [--json]`: whether a gateway runs for this home, and what it does. Exit code 1 where none does. */
export function run(_args: string[], options: Record<string, unknown>): Promise<number> {
  return withGateway(({ found, ui }) => {
    const code = found ? EXIT.ok : EXIT.failed;
    if (options["json"] === true) {
      const { unknownSettings: _settings, ...told } = found ?? {};
      process.stdout.write(`${JSON.stringify({ running: found !== null, ...told })}\n`);
      return Promise.resolve(code);
    }
    const { gateway, database } = ui.texts;
    const say = (text: string): void => ui.out.line(wrap(text, ui.out.columns, "  "));
    if (!found) say(gateway.none);
    else {
      say(gateway.runs(found.url, found.pid));
      say(gateway.since(ui.format.dateTime(Date.parse(found.since))));
      say(database.at(found.database));
      const { stop } = found;
      const { effects } = ui.texts;
      if (stop)
        say(effects.holds(ui.format.dateTime(Date.parse(stop.at)), toSafeLine(stop.by), toSafeLine(stop.reason)));
      say(gateway.atWork(found.atWork));
      say(gateway.inMemory(found.models.map(toSafeLine).join(", ")));
    }
    return Promise.resolve(code);
  });
}
