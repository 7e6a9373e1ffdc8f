import type { EffectInput, Outbound } from "../../channels/telegram/index.ts";
import { createEditAdapter, createSendAdapter, createTelegramFileAdapter, type Bot } from "../../connectors/index.ts";
import { hashIntent, type EffectAdapter } from "../../durable/index.ts";
import { toSafeLine } from "../../guard/index.ts";
import type { Account } from "../../store/index.ts";
import type { Services } from "../services.ts";

const TITLE_CHARS = 80;

/**
 * What a channel writes, through the journal. It answers people whom the owner let in, so it needs nobody's word for each message; what the
 * agent does outside is asked for elsewhere.
 */
export async function outboundOf(account: Account, bot: Bot, services: Services): Promise<Outbound> {
  const [{ effects, mint }, stop] = await Promise.all([services.outside(), services.stop()]);
  const open = (): Promise<Bot> => Promise.resolve(bot);
  const [send, edit] = [createSendAdapter(open), createEditAdapter(open)];
  const adapterOf = (act: EffectInput): EffectAdapter => {
    if (act.kind === "telegram.send") return send;
    return act.kind === "telegram.edit" ? edit : createTelegramFileAdapter(open, act.bytes);
  };
  return {
    perform(act) {
      const { ref: id, kind, run, arguments: given } = act;
      const title = titleOf(act, account);
      const intent = { id, kind, account: account.id, arguments: given, title, ...(run === null ? {} : { run }) };
      return effects.perform(intent, mint({ hash: hashIntent(intent) }), adapterOf(act));
    },
    async settle(effect) {
      await effects.settle(effect, true, "telegram").catch(() => undefined); // a person said so before
    },
    isStopped: async () => (await stop.current()) !== null,
  };
}

function titleOf(act: EffectInput, { name }: Account): string {
  const words = act.kind === "telegram.file" ? act.arguments.name : act.arguments.text;
  const line = toSafeLine(words.replaceAll(/\s+/gu, " "));
  return `${toSafeLine(name)}: ${line.length > TITLE_CHARS ? `${line.slice(0, TITLE_CHARS - 1)}…` : line}`;
}
