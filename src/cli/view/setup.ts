import { describeHardware, toSafeLine, type SetupEvent } from "../../app/index.ts";
import type { Screen } from "../terminal/screen.ts";
import { wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { inLanguage } from "./error.ts";
import { createProgressLine, toPackLine, toPullLine } from "./progress.ts";

/**
 * Shows how a model is made ready. What is there already says nothing unless `isFull`: who only asks something does not
 * want to read about set-up.
 */
export function createSetupView(screen: Screen, ui: Ui, isFull: boolean): (event: SetupEvent) => void {
  const { texts, format } = ui;
  const { style } = screen;
  const progress = createProgressLine(screen);
  let worked = { pack: false, weights: false };
  const say = (text: string): void => screen.line(wrap(text, screen.columns, "  "));
  const done = (text: string): void => {
    progress.clear();
    say(`${style.green("✓")} ${text}`);
  };
  const busy = (text: string): void => {
    if (screen.isLive) screen.status(`${text} …`);
    else if (isFull) say(`${text} …`);
  };

  return (event) => {
    switch (event.type) {
      case "hardware":
        return say(texts.setup.hardware(describeHardware(event.hardware, ui.language)));
      case "model":
        worked = { pack: false, weights: false };
        if (isFull || !event.installed) {
          say(texts.setup.model(event.name, format.size(event.bytes), event.reason, event.installed));
        }
        return;
      case "server": {
        if (event.leaves) return say(style.yellow(texts.engine.serverElsewhere(event.name, event.place)));
        if (isFull) say(texts.engine.server(event.name, event.place));
        return;
      }
      case "pack":
        if (event.progress.phase === "done") {
          if (worked.pack) done(texts.setup.packDone(format.duration(event.progress.elapsedMs)));
          return;
        }
        worked.pack = true;
        return progress.show(toPackLine(event.progress, ui), event.progress.phase);
      case "packPassed": {
        const { message } = inLanguage({ message: event.reason }, ui.language);
        if (isFull) say(style.yellow(texts.resident.packPassed(event.name, toSafeLine(message))));
        return;
      }
      case "weights":
        if (event.progress.phase === "done") {
          if (worked.weights) done(texts.setup.weightsDone(event.name, event.progress.source));
          return;
        }
        worked.weights = true;
        return progress.show(toPullLine(event.name, event.progress, ui, screen.columns), event.progress.phase);
      case "load":
        if (event.state === "started") return busy(texts.setup.loading(event.name));
        progress.clear();
        if (isFull) done(texts.setup.loaded(event.name, format.duration(event.ms)));
        return;
      case "try":
        return event.state === "started"
          ? busy(texts.setup.trying)
          : done(texts.setup.tried(format.duration(event.ms)));
      case "ability": {
        if (event.state === "started") return busy(texts.setup.probing);
        return done(toProbed(event.ability, ui));
      }
    }
  };
}

function toProbed(ability: Extract<SetupEvent, { state: "done"; ability: unknown }>["ability"], ui: Ui): string {
  const { texts, format } = ui;
  const { choose, schema, tools, tokensPerSecond, german, promptTokensPerSecond: reading } = ability;
  const shares = [choose, schema, tools].map((share) => format.percent(share));
  return [
    texts.setup.probed(shares[0]!, shares[1]!, shares[2]!, format.number(tokensPerSecond, 1)),
    ...(german === undefined ? [] : [texts.resident.german(format.percent(german))]),
    ...(reading === undefined ? [] : [texts.resident.reading(format.number(reading, 1))]),
  ].join(", ");
}
