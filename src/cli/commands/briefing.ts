import { resolve } from "node:path";
import type { InputOf } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import { textsOf, type Texts } from "../texts/index.ts";
import { textOption } from "../usage.ts";
import { showBriefing, showDays, showTimes, showWeights } from "../view/briefing.ts";
import { EXIT } from "../view/exit.ts";

type Action = (session: Session, words: string[], options: Record<string, unknown>) => Promise<[unknown, () => void]>;

const ACTIONS = new Map<string, { needs: readonly string[]; act: Action }>([
  ["settings", { needs: [], act: (session) => change(session, {}) }],
  ["now", { needs: [], act: now }],
  ["again", { needs: ["CHANNEL"], act: again }],
  ["at", { needs: ["TIME"], act: at }],
  ["off", { needs: [], act: (session) => change(session, { at: null }) }],
  ["show", { needs: [], act: show }],
  ["list", { needs: [], act: list }],
  ["weights", { needs: [], act: weights }],
  ["mail", { needs: ["ACCOUNT"], act: mail }],
  ["telegram", { needs: ["ACCOUNT"], act: telegram }],
  ["folder", { needs: ["FOLDER"], act: folder }],
]);

/** `kralle briefing [now|at TIME|off|show DATE|list|weights [FEATURE=NUMBER …]|mail|telegram|folder] [--json]` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [name = "settings", ...words] = args;
  const texts = textsOf(languageOf(process.env)).briefing;
  const action = ACTIONS.get(name);
  if (!action) throw new AppError("E_USAGE", texts.unknownAction(name), { hint: texts.actions });
  const missing = action.needs.find((_, index) => (words[index] ?? "").trim() === "");
  if (missing !== undefined) throw new AppError("E_USAGE", texts.missing(missing), { hint: texts.actions });
  return withApp({ interactive: false }, async (session) => {
    const [document, tell] = await action.act(session, words, options);
    if (options["json"] === true) process.stdout.write(`${JSON.stringify(document)}\n`);
    else tell();
    return EXIT.ok;
  });
}

async function now({ app, ctx, ui }: Session): Promise<[unknown, () => void]> {
  const view = await app.run("composeBriefing", {}, {}, ctx);
  return [view, () => showBriefing(view, ui)];
}

async function again({ app, ctx, ui }: Session, [channel = ""]: string[]): Promise<[unknown, () => void]> {
  const known = (["mail", "telegram", "file"] as const).find((one) => one === channel.toLowerCase());
  if (known === undefined) {
    const { noChannel, actions } = ui.texts.briefing;
    throw new AppError("E_USAGE", noChannel(channel), { hint: actions });
  }
  const view = await app.run("resendBriefing", { channel: known }, {}, ctx);
  return [view, () => showBriefing(view, ui)];
}

async function show({ app, ctx, ui }: Session, [date]: string[]): Promise<[unknown, () => void]> {
  const view = await app.run("briefing", { date: date ?? null }, {}, ctx);
  return [view, () => showBriefing(view, ui)];
}

async function list({ app, ctx, ui }: Session): Promise<[unknown, () => void]> {
  const days = await app.run("briefings", {}, {}, ctx);
  return [days, () => showDays(days, ui)];
}

async function change(session: Session, input: InputOf<"setBriefing">): Promise<[unknown, () => void]> {
  const { app, ctx, ui } = session;
  const isChange = Object.keys(input).length > 0;
  const settings = isChange
    ? await app.run("setBriefing", input, {}, ctx)
    : await app.run("briefingSettings", {}, {}, ctx);
  return [settings, () => showTimes(settings, ui)];
}

function at(session: Session, words: string[], options: Record<string, unknown>): Promise<[unknown, () => void]> {
  const zone = textOption(options, "zone");
  return change(session, { at: words.join(" "), ...(zone === undefined ? {} : { zone }) });
}

async function weights(session: Session, words: string[]): Promise<[unknown, () => void]> {
  const { app, ctx, ui } = session;
  const named = Object.fromEntries(words.map((word) => toWeight(word, ui.texts)));
  const settings =
    words.length > 0
      ? await app.run("setBriefing", { weights: named }, {}, ctx)
      : await app.run("briefingSettings", {}, {}, ctx);
  return [settings, () => showWeights(settings, ui)];
}

function toWeight(word: string, texts: Texts): [string, number] {
  const { feature = "", number = "" } = /^(?<feature>[a-z]+)=(?<number>\d+(?:[.,]\d+)?)$/u.exec(word)?.groups ?? {};
  const weight = Number(number.replace(",", "."));
  if (feature !== "" && weight <= 5) return [feature, weight];
  throw new AppError("E_USAGE", texts.briefing.noNumber(word), { hint: texts.briefing.actions });
}

function mail(session: Session, [account = "", to = ""]: string[]): Promise<[unknown, () => void]> {
  return change(session, { mail: account === "off" ? null : { account, to: required(to, "ADDRESS", session) } });
}

function telegram(session: Session, [account = "", chat = ""]: string[]): Promise<[unknown, () => void]> {
  const to = account === "off" ? null : { account, chat: Number(required(chat, "CHAT", session)) };
  return change(session, { telegram: to });
}

function folder(session: Session, [path = ""]: string[]): Promise<[unknown, () => void]> {
  return change(session, { folder: path === "off" ? null : resolve(path) });
}

function required(word: string, what: string, { ui }: Session): string {
  if (word !== "") return word;
  throw new AppError("E_USAGE", ui.texts.briefing.missing(what), { hint: ui.texts.briefing.actions });
}
