import { toSafeLine } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import { wrap } from "../terminal/text.ts";
import { textsOf } from "../texts/index.ts";
import { refuseStrayOptions, textOption } from "../usage.ts";
import { EXIT } from "../view/exit.ts";

interface Asked {
  words: string[];
  options: Record<string, unknown>;
  isJson: boolean;
}

interface Action {
  takes: readonly string[];
  act(session: Session, asked: Asked): Promise<void>;
}

const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ["list", { takes: [], act: list }],
  ["add", { takes: [], act: add }],
  ["rm", { takes: [], act: remove }],
  ["explain", { takes: ["to", "amount", "from", "private"], act: explain }],
]);

/** `kralle policy [list | add LINE | rm ID | explain TOOL [--to ADDRESS] [--amount AMOUNT] [--from ORIGIN] [--private]] [--json]` */
export function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [name = "list", ...words] = args;
  const texts = textsOf(languageOf(process.env));
  const { usage } = texts.policy;
  const action = ACTIONS.get(name);
  if (action === undefined) throw new AppError("E_USAGE", usage.unknownAction(name), { hint: usage.actions });
  refuseStrayOptions("policy", name, options, ACTIONS, texts);
  if (words.length === 0 && name !== "list") {
    const lacking = name === "add" ? "line" : name === "rm" ? "id" : "tool";
    throw new AppError("E_USAGE", texts.usage.missingArgument(lacking), { hint: usage.actions });
  }
  return withApp({ interactive: false }, async (session) => {
    await action.act(session, { words, options, isJson: options["json"] === true });
    return EXIT.ok;
  });
}

const toJson = (found: object): void => void process.stdout.write(`${JSON.stringify(found)}\n`);

async function list({ app, ctx, ui }: Session, { isJson }: Asked): Promise<void> {
  const found = await app.run("policy", {}, {}, ctx);
  if (isJson) return toJson(found);
  const { policy } = ui.texts;
  if (found.lines.length === 0) ui.out.line(wrap(policy.none, ui.out.columns));
  for (const { id, text, words } of found.lines) {
    ui.out.line(`${id}  ${toSafeLine(text)}`);
    ui.out.line(wrap(`  ${toSafeLine(words?.[ui.language] ?? policy.unreadable)}`, ui.out.columns, "  "));
  }
}

async function add({ app, ctx, ui }: Session, { words, isJson }: Asked): Promise<void> {
  const added = await app.run("addPolicy", { text: words.join(" ") }, {}, ctx);
  if (isJson) return toJson(added);
  ui.out.line(`${added.id}  ${toSafeLine(added.words?.[ui.language] ?? added.text)}`);
}

async function remove({ app, ctx, ui }: Session, { words, isJson }: Asked): Promise<void> {
  const removed = await app.run("removePolicy", { id: words[0] ?? "" }, {}, ctx);
  if (isJson) toJson(removed);
  else ui.out.line(ui.texts.policy.removed(removed.id));
}

async function explain({ app, ctx, ui }: Session, { words, options, isJson }: Asked): Promise<void> {
  const { to } = options;
  const asked = {
    tool: words[0] ?? "",
    to: Array.isArray(to) ? to.map(String) : null,
    amount: textOption(options, "amount") ?? null,
    from: textOption(options, "from") as "mail" | undefined,
    private: options["private"] === true,
  };
  const found = await app.run("explainPolicy", asked, {}, ctx);
  if (isJson) return toJson(found);
  ui.out.line(`${toSafeLine(found.tool)}: ${ui.texts.policy.decisions[found.decision]}`);
  ui.out.line(wrap(toSafeLine(found.reason[ui.language]), ui.out.columns));
}
