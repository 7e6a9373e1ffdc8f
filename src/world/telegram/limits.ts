/** So many within so long. */
interface Rate {
  count: number;
  ms: number;
}

/** All chats together, one chat (a message a second, short bursts pass), one group. */
const ALL: Rate = { count: 30, ms: 1_000 };
const CHAT: readonly Rate[] = [
  { count: 5, ms: 1_000 },
  { count: 40, ms: 20_000 },
];
const GROUP: Rate = { count: 20, ms: 60_000 };

/**
 * What one more message costs: 0, or the seconds to wait (`retry_after`). Whoever comes before they are over waits them anew, as
 * at the real one. Figures: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
 */
export function createLimits(now: () => number): (chat: number, isGroup: boolean) => number {
  const sent = new Map<string, number[]>();
  const closed = new Map<number, number>();
  const wait = (key: string, { count, ms }: Rate): number => {
    const times = (sent.get(key) ?? []).filter((at) => at > now() - ms);
    return times.length < count ? 0 : times[times.length - count]! + ms - now();
  };
  return (chat, isGroup) => {
    const own = `chat ${chat}`;
    const until = closed.get(chat) ?? 0;
    const rates = isGroup ? [...CHAT, GROUP] : CHAT;
    const ms = Math.max(until - now(), wait("all", ALL), ...rates.map((rate) => wait(own, rate)));
    if (ms > 0) {
      const seconds = Math.ceil(ms / 1_000);
      closed.set(chat, now() + seconds * 1_000);
      return seconds;
    }
    for (const key of ["all", own]) {
      sent.set(key, [...(sent.get(key) ?? []).filter((at) => at > now() - GROUP.ms), now()]);
    }
    return 0;
  };
}
