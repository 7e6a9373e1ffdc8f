import { toSafeLine } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp } from "../run.ts";
import { toColumns, wrap } from "../terminal/text.ts";
import { textsOf } from "../texts/index.ts";
import { textOption } from "../usage.ts";
import { EXIT } from "../view/exit.ts";

/** `kralle egress [--since DATE] [--json]` */
export async function run(_args: string[], options: Record<string, unknown>): Promise<number> {
  const texts = textsOf(languageOf(process.env));
  const asked = textOption(options, "since");
  const since = asked === undefined ? 0 : Date.parse(asked);
  if (Number.isNaN(since)) throw new AppError("E_USAGE", texts.egress.noDate(asked ?? ""));
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    const listed = await app.run("egress", { since }, {}, ctx);
    if (options["json"] === true) {
      process.stdout.write(`${JSON.stringify(listed)}\n`);
      return EXIT.ok;
    }
    const { out, format } = ui;
    if (listed.requests.length === 0) out.line(wrap(texts.egress.none, out.columns));
    const rows = listed.requests.map((one) => [
      format.dateTime(one.at),
      one.purpose ?? "-",
      toSafeLine(one.port === 0 ? one.host : `${one.host}:${one.port}`),
      one.method,
      `${texts.egress.outcomes[one.outcome]}${one.result === null ? "" : ` (${one.result})`}`,
      String(one.bytesOut),
      String(one.bytesIn),
    ]);
    if (rows.length > 0) toColumns([texts.egress.headings, ...rows]).forEach((line) => out.line(line));
    return EXIT.ok;
  });
}
