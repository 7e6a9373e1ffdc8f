import type { ResidentModel } from "../../../app/index.ts";
import { systemClock } from "../../../core/index.ts";
import type { Session } from "../../run.ts";
import { toColumns, wrap } from "../../terminal/text.ts";
import type { Ui } from "../../terminal/ui.ts";
import { EXIT } from "../../view/exit.ts";
import type { ActionCall } from "./index.ts";

/** `kralle models ps [--json]` */
export async function run({ app, ctx, ui }: Session, { isJson }: ActionCall): Promise<number> {
  const list = await app.run("ps", {}, {}, ctx);
  if (isJson) {
    process.stdout.write(`${JSON.stringify(list)}\n`);
    return EXIT.ok;
  }
  const { ps } = ui.texts.resident;
  const rows = list.models.map((model) => toRow(model, ui));
  if (rows.length === 0) ui.out.line(wrap(ps.none, ui.out.columns));
  else toColumns([[...ps.headings], ...rows], [2]).forEach((line) => ui.out.line(line));
  ui.out.line(ui.out.style.dim(wrap(ps.budget(ui.format.size(list.budgetBytes)), ui.out.columns)));
  return EXIT.ok;
}

function toRow(model: ResidentModel, { texts: { resident }, format }: Ui): string[] {
  const { ps } = resident;
  const size = `${format.size(model.bytes)}${model.isMeasured ? "" : ` (${ps.predicted})`}`;
  const left = model.expires === null ? "" : ps.left(format.duration(Math.max(0, model.expires - systemClock.now())));
  const until = model.users > 0 ? ps.used(model.users) : model.isPinned ? ps.pinned : left;
  return [model.id, ps.states[model.state], size, until];
}
