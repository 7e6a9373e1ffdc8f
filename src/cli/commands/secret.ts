import type { SecretView } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp } from "../run.ts";
import { readHidden } from "../terminal/hidden.ts";
import { toColumns, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { textsOf } from "../texts/index.ts";
import { EXIT } from "../view/exit.ts";

/** `kralle secret [list | set NAME | rm NAME] [--json]`; the value comes from the standard input, never from the command line. */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [action = "list", name = ""] = args;
  const { usage, guard } = textsOf(languageOf(process.env));
  const { secret: texts } = guard;
  const isJson = options["json"] === true;
  if (!["list", "set", "rm"].includes(action)) {
    throw new AppError("E_USAGE", texts.unknownAction(action), { hint: texts.actions });
  }
  if (action !== "list" && name === "") {
    throw new AppError("E_USAGE", usage.missingArgument("name"), { hint: texts.actions });
  }
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    const tell = (document: unknown, line: string): number => {
      if (isJson) process.stdout.write(`${JSON.stringify(document)}\n`);
      else ui.out.line(wrap(line, ui.out.columns));
      return EXIT.ok;
    };
    if (action === "rm") return tell(await app.run("removeSecret", { name }, {}, ctx), texts.removed(name));
    if (action === "set") {
      const value = await readHidden(texts.ask(name), process.stderr, ctx.signal);
      const set = await app.run("setSecret", { name, value }, {}, ctx);
      return tell(set, texts.set(set.handle, texts.places[set.place]));
    }
    const listed = await app.run("secrets", {}, {}, ctx);
    if (isJson) return tell(listed, "");
    showSecrets(listed.secrets, ui);
    return EXIT.ok;
  });
}

function showSecrets(secrets: readonly SecretView[], { out, texts, format }: Ui): void {
  const { secret } = texts.guard;
  if (secrets.length === 0) return out.line(wrap(secret.none, out.columns));
  const rows = secrets.map(({ handle, updated, used }) => {
    return [
      handle,
      format.dateTime(Date.parse(updated)),
      used === null ? secret.never : format.dateTime(Date.parse(used)),
    ];
  });
  toColumns([[...secret.headings], ...rows]).forEach((line, at) => out.line(at === 0 ? out.style.dim(line) : line));
}
