import type { DepthProgress } from "../../../app/index.ts";
import type { Session } from "../../run.ts";
import type { Ui } from "../../terminal/ui.ts";
import { numberOption } from "../../usage.ts";
import { EXIT } from "../../view/exit.ts";
import { showProfile } from "../../view/profile.ts";
import { createProgressLine } from "../../view/progress.ts";
import { createSetupView } from "../../view/setup.ts";
import type { ActionCall } from "./index.ts";

/** `kralle models probe NAME [--full] [--seconds N] [--json]` */
export async function run({ app, ctx, ui }: Session, { words, options, isJson }: ActionCall): Promise<number> {
  const seconds = numberOption(options, "seconds", false, ui.texts, "models");
  const view = createSetupView(ui.err, ui, true);
  const progress = createProgressLine(ui.err);
  const profile = await app.run(
    "probe",
    { name: words.join(" "), full: options["full"] === true, ...(seconds === undefined ? {} : { seconds }) },
    {
      onEvent: (event) =>
        event.type === "setup"
          ? view(event.event)
          : progress.show(`${toWords(event.progress, ui)} …`, JSON.stringify(event.progress)),
    },
    ctx,
  );
  progress.clear();
  if (isJson) process.stdout.write(`${JSON.stringify(profile)}\n`);
  else showProfile(profile, ui.out, ui);
  return EXIT.ok;
}

function toWords(progress: DepthProgress, { texts, format }: Ui): string {
  const words = texts.resident.progress;
  if (progress.step !== "depth") return words[progress.step];
  const time = progress.expectedMs === null ? "" : format.duration(progress.expectedMs);
  return words.depth(format.number(progress.tokens), time);
}
