import type { Texts } from "../texts.ts";
import type { ChannelParts, Language } from "../types.ts";

const MOST_LINES = 12;

/** What a command says, as Markdown. */
export async function replyTo(
  name: string,
  chat: number,
  parts: ChannelParts,
  { texts, language }: { texts: Texts; language: Language },
): Promise<string> {
  const { commands, store, account, talks } = parts;
  const number = new Intl.NumberFormat(language);
  switch (name) {
    case "start":
    case "help":
      return texts.help;
    case "runs": {
      const runs = (await commands.runs()).slice(0, MOST_LINES);
      const time = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" });
      const lines = runs.map(
        ({ title, state, since }) =>
          `- ${time.format(since)} ${texts.states[state] ?? state}: ${toWords(title).slice(0, 120)}`,
      );
      return lines.length === 0 ? texts.runs.none : [`**${texts.runs.title}**`, ...lines].join("\n");
    }
    case "status": {
      const { version, model, running, waiting, questions, unclear, stop } = await commands.status();
      const { status } = texts;
      const open = [
        ...(stop === null ? [] : [status.stop(toWords(stop.reason))]),
        ...(questions === 0 ? [] : [status.questions(questions)]),
        ...(unclear === 0 ? [] : [status.unclear(unclear)]),
      ];
      return [
        `**${status.title}** ${version}`,
        ...(model === null ? [] : [`${status.model}: ${model}`]),
        status.work(running, waiting),
        ...(open.length === 0 ? [status.fine] : open),
      ].join("\n");
    }
    case "cost": {
      const { days, calls, tokens, modelMs } = await commands.cost();
      return texts.cost(days, number.format(calls), number.format(tokens), number.format(Math.round(modelMs / 60_000)));
    }
    case "new":
      await store.telegram.setSession(account, chat, null);
      return texts.newSession;
    case "cancel": {
      const session = (await store.telegram.chat(account, chat))?.session ?? null;
      return session !== null && (await talks.cancel(session)) ? texts.cancelled : texts.nothingToCancel;
    }
    default:
      return texts.unknownCommand(name.slice(0, 32));
  }
}

/** Words of others on one line, without what would look like a mark of ours. */
const toWords = (text: string): string =>
  text
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/[*_`~[\]]/gu, "")
    .trim();
