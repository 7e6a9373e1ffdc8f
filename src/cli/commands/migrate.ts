import { withApp } from "../run.ts";
import { wrap } from "../terminal/text.ts";
import { EXIT } from "../view/exit.ts";
import { createProgressLine } from "../view/progress.ts";

/** `kralle migrate [--json]`: moves the tables of the home to the database of DATABASE_URL. */
export function run(_args: string[], options: Record<string, unknown>): Promise<number> {
  return withApp({ interactive: false, lenient: true }, async ({ app, ctx, ui }) => {
    const { out, err, texts, format } = ui;
    const { migrate } = texts.database;
    const line = createProgressLine(err);
    const report = await app.run(
      "migrate",
      {},
      {
        onEvent: ({ phase, table, done, total }) =>
          line.show(
            `${migrate.phases[phase]}: ${table} ${format.percent(total === 0 ? 1 : done / total)}`,
            phase + table,
          ),
      },
      ctx,
    );
    line.clear();
    if (options["json"] === true) {
      process.stdout.write(`${JSON.stringify(report)}\n`);
      return EXIT.ok;
    }
    const { to, isNew, rows } = report;
    const said = isNew ? migrate.done(format.number(rows, 0), to) : migrate.already(to);
    for (const text of [said, migrate.next]) out.line(wrap(text, out.columns));
    return EXIT.ok;
  });
}
