import type { TelegramView } from "../../app/index.ts";
import { toSafeLine } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import { readHidden } from "../terminal/hidden.ts";
import { toColumns, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { textsOf } from "../texts/index.ts";
import { EXIT } from "../view/exit.ts";

const ACTIONS = ["list", "connect", "pair", "forget", "off", "on"];

type Tell = (document: unknown, ...lines: string[]) => number;

/** `kralle telegram [list | connect | pair | forget CHAT | off | on] [--json]`; the token comes from the standard input. */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [action = "list", chat = ""] = args;
  const { usage, telegram: texts } = textsOf(languageOf(process.env));
  const isJson = options["json"] === true;
  if (!ACTIONS.includes(action)) throw new AppError("E_USAGE", texts.unknownAction(action), { hint: texts.actions });
  if (action === "forget" && !/^-?\d+$/.test(chat)) {
    throw new AppError("E_USAGE", usage.missingArgument("chat"), { hint: texts.actions });
  }
  const account = typeof options["bot"] === "string" ? { account: options["bot"] } : {};
  return withApp({ interactive: false }, async (session) => {
    const { app, ctx, ui } = session;
    const tell: Tell = (document, ...lines) => {
      if (isJson) process.stdout.write(`${JSON.stringify(document)}\n`);
      else for (const line of lines) ui.out.line(wrap(line, ui.out.columns));
      return EXIT.ok;
    };
    switch (action) {
      case "connect":
        return connect(
          session,
          account.account ?? "Telegram",
          typeof options["api"] === "string" ? { api: options["api"] } : {},
          tell,
        );
      case "pair": {
        const made = await app.run("pairTelegram", account, {}, ctx);
        const time = ui.format.dateTime(Date.parse(made.expires));
        return tell(made, texts.pair(made.bot, time), made.link, texts.orSend(made.code), texts.needsGateway);
      }
      case "forget":
        return tell(await app.run("forgetTelegramChat", { ...account, chat: Number(chat) }, {}, ctx), texts.forgotten);
      case "off":
      case "on": {
        const named = account.account ?? (await onlyBot(session)).account;
        const switched = await app.run("switchAccount", { account: named, isOn: action === "on" }, {}, ctx);
        return tell(switched, action === "on" ? texts.isOn : texts.isOff);
      }
      default: {
        const listed = await app.run("telegram", {}, {}, ctx);
        if (isJson) return tell(listed);
        for (const bot of listed.bots) showBot(bot, ui);
        return listed.bots.length === 0 ? tell(listed, texts.none) : EXIT.ok;
      }
    }
  });
}

async function connect(
  { app, ctx, ui }: Session,
  name: string,
  settings: Record<string, unknown>,
  tell: Tell,
): Promise<number> {
  const { telegram: texts } = ui.texts;
  const secret = (await readHidden(texts.askToken, process.stderr, ctx.signal)).trim();
  const { bots } = await app.run("telegram", {}, {}, ctx);
  const known = bots.find((bot) => bot.name === name);
  // The same bot with another token keeps who was let in.
  const made = known
    ? await app.run("changeAccount", { account: known.account, settings, secret }, {}, ctx)
    : await app.run("connectAccount", { kind: "telegram", name, settings, secret }, {}, ctx);
  return tell(made, texts.connected(made.name), texts.pairNext);
}

async function onlyBot({ app, ctx }: Session): Promise<TelegramView> {
  const { bots } = await app.run("telegram", {}, {}, ctx);
  const [one] = bots;
  if (one && bots.length === 1) return one;
  throw new AppError("E_NOT_FOUND", "No bot of Telegram is connected.", {
    hint: "Connect one: kralle telegram connect",
  });
}

function showBot({ bot, name, isOn, trouble, chats, strangers }: TelegramView, { out, texts: all, format }: Ui): void {
  const { telegram: texts } = all;
  out.line(`${bot}  ${toSafeLine(name)}${isOn ? "" : `  ${texts.off}`}`);
  if (trouble !== null) out.line(wrap(`  ${toSafeLine(trouble)}`, out.columns));
  if (chats.length === 0) out.line(wrap(`  ${texts.noChats}`, out.columns));
  const rows = chats.map(({ id, type, title, since }) => {
    return [String(id), texts.types[type], toSafeLine(title), format.dateTime(Date.parse(since))];
  });
  if (rows.length > 0)
    toColumns([[...texts.headings], ...rows]).forEach((line, at) => out.line(at === 0 ? out.style.dim(line) : line));
  for (const { id, name: who, messages, last } of strangers) {
    out.line(wrap(texts.stranger(toSafeLine(who), id, messages, format.dateTime(Date.parse(last))), out.columns));
  }
}
