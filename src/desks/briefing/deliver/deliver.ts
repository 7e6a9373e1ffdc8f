import { AppError, toAppError, type Config, type Context } from "../../../core/index.ts";
import { hashIntent, type Intent, type WorkflowRun } from "../../../durable/index.ts";
import type { Briefing, Delivery, DeliveryState } from "../../../store/index.ts";
import type { BriefingParts } from "../parts.ts";
import { showDate } from "../compose/show.ts";
import { toHtml } from "../render/html.ts";
import { toMarkdown } from "../render/markdown.ts";
import { toPlain, toShort } from "../render/plain.ts";
import { textsOf } from "../texts/index.ts";
import type { Composition } from "../types.ts";
import { offerActions } from "./buttons.ts";
import { writeBriefing } from "./file.ts";

/** Of a message on Telegram: https://core.telegram.org/bots/api#sendmessage */
const MOST_TELEGRAM = 4_096;

interface Ending {
  state: Exclude<DeliveryState, "intended">;
  note: string | null;
}

/**
 * Brings a stored briefing to one of its places, and records how that ended. May be called again after a crash: a file is written once, and an act
 * outside has its name in the journal, which begins none twice. Throws only where it is to be tried again: `ctx.signal` fired.
 */
export async function deliver(
  briefing: Briefing,
  delivery: Delivery,
  parts: BriefingParts,
  run: Pick<WorkflowRun, "ensureOwner" | "id">,
  ctx: Context,
): Promise<Ending> {
  const ending = await attempt(briefing, delivery, parts, run).catch((thrown: unknown): Ending => {
    if (ctx.signal.aborted) throw thrown;
    const { code, message } = toAppError(thrown);
    return { state: code === "E_EFFECT_UNKNOWN" ? "unclear" : "failed", note: message };
  });
  await parts.store.briefings.settle(briefing.id, delivery.channel, ending, ctx);
  parts.changed("briefings", briefing.id);
  return ending;
}

async function attempt(
  briefing: Briefing,
  { channel, target, effect }: Delivery,
  parts: BriefingParts,
  run: Pick<WorkflowRun, "ensureOwner" | "id">,
): Promise<Ending> {
  const composition = briefing.composition as Composition;
  const config = await parts.settings();
  const base = parts.base(config);
  if (channel === "file") {
    return { state: "done", note: await writeBriefing(target, briefing.date, toMarkdown(composition, base)) };
  }
  const letter = effect === null ? null : await toLetter({ channel, effect }, composition, base, config, parts);
  if (effect === null || letter === null) {
    throw new AppError("E_NOT_FOUND", "The account that the briefing was to go out by is not connected any more.");
  }
  const title = `${textsOf(composition.language).title(showDate(composition))} → ${target}`;
  const intent: Intent = { id: effect, ...letter, title, run: run.id };
  const { perform, mint } = await parts.outside();
  // Where it goes is the owner's own setting: that is what releases it.
  await perform(intent, mint({ hash: hashIntent(intent) }), undefined, run);
  return { state: "done", note: null };
}

type Letter = Pick<Intent, "kind" | "account" | "arguments">;

async function toLetter(
  { channel, effect }: { channel: string; effect: string },
  composition: Composition,
  base: string,
  { briefing: { mail, telegram } }: Config,
  { store }: BriefingParts,
): Promise<Letter | null> {
  if (channel === "telegram" && telegram) {
    const { account, chat } = telegram;
    const { numbers, rows, buttons } = offerActions(composition, effect);
    await store.telegram.offer(account, chat, buttons);
    const text = toShort(composition, base, MOST_TELEGRAM, numbers);
    return { kind: "telegram.send", account, arguments: { chat, text, buttons: rows } };
  }
  const account = mail && (await store.accounts.get(mail.account));
  if (channel !== "mail" || !mail || !account?.address) return null;
  const letter = {
    from: account.address,
    to: [mail.to],
    subject: textsOf(composition.language).title(showDate(composition)),
    text: toPlain(composition, base, { links: true }),
    html: toHtml(composition, base),
    autoSubmitted: "auto-generated",
  };
  return { kind: "mail.send", account: account.id, arguments: letter };
}
