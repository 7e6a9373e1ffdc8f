import { toSafeLine, type EffectView, type ListedEffects } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import { cut, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { textsOf } from "../texts/index.ts";
import { EXIT } from "../view/exit.ts";

/** `kralle effects [list] [--unknown] [--json]`, `kralle effects settle ID --happened|--did-not` */
export function run([action = "list", id]: string[], options: Record<string, unknown>): Promise<number> {
  const { usage } = textsOf(languageOf(process.env)).effects;
  const isJson = options["json"] === true;
  if (action === "list") return withApp({ interactive: false }, (session) => list(session, options, isJson));
  if (action !== "settle") throw new AppError("E_USAGE", usage.unknownAction(action), { hint: usage.actions });
  const [happened, didNot] = [options["happened"] === true, options["didNot"] === true];
  if (id === undefined || happened === didNot) throw new AppError("E_USAGE", usage.missing, { hint: usage.actions });
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    const settled = await app.run("settleEffect", { id, happened }, {}, ctx);
    if (isJson) process.stdout.write(`${JSON.stringify(settled)}\n`);
    else ui.out.line(wrap(ui.texts.effects.settled(toSafeLine(settled.title), happened), ui.out.columns, "  "));
    return EXIT.ok;
  });
}

async function list({ app, ctx, ui }: Session, options: Record<string, unknown>, isJson: boolean): Promise<number> {
  const onlyUnknown = options["unknown"] === true;
  const listed = await app.run("effects", onlyUnknown ? { states: ["unknown"] } : {}, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(listed)}\n`);
  else show(listed, onlyUnknown, await inWords(listed, ui), ui);
  return EXIT.ok;
}

/** Faults in the language of the person; the catalogue is read only where there is one to say in German. */
async function inWords({ effects }: ListedEffects, ui: Ui): Promise<(message: string) => string> {
  if (ui.language !== "de" || !effects.some(({ fault }) => fault)) return (message) => message;
  const { toGerman } = await import("../texts/translate.ts");
  return (message) => toGerman(message) ?? message;
}

function show(
  { effects: shown, unknown, stop }: ListedEffects,
  onlyUnknown: boolean,
  say: (message: string) => string,
  ui: Ui,
): void {
  const { effects } = ui.texts;
  const { out } = ui;
  if (stop) {
    const time = ui.format.dateTime(stop.at);
    out.line(wrap(effects.holds(time, toSafeLine(stop.by), toSafeLine(stop.reason)), out.columns, "  "));
  }
  if (shown.length === 0) out.line(wrap(onlyUnknown ? effects.noUnknown : effects.none, out.columns));
  for (const effect of shown) showOne(effect, say, ui);
  if (unknown > 0) out.line(wrap(effects.waiting(unknown), out.columns, "  "));
}

function showOne(effect: EffectView, say: (message: string) => string, ui: Ui): void {
  const { id, title, state, effectClass, intended, fault, settledBy } = effect;
  const { effects } = ui.texts;
  const { out } = ui;
  out.line(wrap(toSafeLine(title), out.columns, "  "));
  const told = [effects.states[state], effects.promises[effectClass], ui.format.dateTime(intended), id];
  if (settledBy !== null) told.splice(1, 0, effects.settledBy(toSafeLine(settledBy)));
  out.line(out.style.dim(cut(`  ${told.join(" · ")}`, out.columns)));
  if (fault && state !== "confirmed") {
    out.line(out.style.dim(wrap(`  ${toSafeLine(say(fault.message))}`, out.columns, "  ")));
  }
}
