import type { OutputOf } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import { confirm } from "../terminal/confirm.ts";
import { wrap } from "../terminal/text.ts";
import { textsOf } from "../texts/index.ts";
import { refuseStrayOptions, textOption } from "../usage.ts";
import { EXIT } from "../view/exit.ts";

const ACTIONS = new Map([
  ["export", { takes: ["session", "match", "everything", "to"] }],
  ["delete", { takes: ["session", "match", "everything", "backups", "yes"] }],
]);

/** `kralle data export --to FOLDER | delete [--backups] [--yes]`, of `--session ID`, `--match TEXT` or `--everything` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [action = ""] = args;
  const texts = textsOf(languageOf(process.env));
  const { data } = texts.guard;
  if (!ACTIONS.has(action)) throw new AppError("E_USAGE", data.unknownAction(action), { hint: data.actions });
  refuseStrayOptions("data", action, options, ACTIONS, texts);
  const [session, match, to] = ["session", "match", "to"].map((name) => textOption(options, name));
  const chosen = {
    ...(session === undefined ? {} : { session }),
    ...(match === undefined ? {} : { match }),
    everything: options["everything"] === true,
  };
  if (action === "export" && to === undefined) {
    throw new AppError("E_USAGE", texts.usage.missingArgument("--to"), { hint: data.actions });
  }
  return withApp({ interactive: false }, async (opened) => {
    const { app, ctx, ui } = opened;
    const isJson = options["json"] === true;
    const tell = (document: unknown, lines: readonly string[]): void => {
      if (isJson) process.stdout.write(`${JSON.stringify(document)}\n`);
      else for (const line of lines) ui.out.line(wrap(line, ui.out.columns));
    };
    if (action === "export") {
      const exported = await app.run("exportOwnData", { ...chosen, folder: to ?? "" }, {}, ctx);
      tell(exported, [data.exported(exported.sessions, exported.files.length, exported.folder)]);
      return EXIT.ok;
    }
    if (options["yes"] !== true && !(await isSure(opened))) {
      throw new AppError("E_USAGE", data.notSure, { hint: data.sayYes });
    }
    const deleted = await app.run("deleteOwnData", { ...chosen, backups: options["backups"] === true }, {}, ctx);
    tell(deleted, toLines(deleted, data));
    return deleted.found.length === 0 ? EXIT.ok : EXIT.failed;
  });
}

async function isSure({ ui, ctx }: Session): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  return confirm(ui.texts.guard.data.ask, ui, process.stderr, ctx.signal);
}

type Words = ReturnType<typeof textsOf>["guard"]["data"];

function toLines(
  { sessions, messages, memories, kept, backups, found }: OutputOf<"deleteOwnData">,
  data: Words,
): string[] {
  return [
    data.deleted(sessions, messages, memories),
    ...(kept > 0 ? [data.kept(kept)] : []),
    ...(backups.names.length > 0
      ? [backups.removed ? data.backupsRemoved(backups.names.length) : data.inBackups(backups.names.length)]
      : []),
    ...(found.length > 0 ? [data.found(found.join(", "))] : []),
    data.elsewhere,
  ];
}
