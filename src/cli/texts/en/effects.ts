import type { EffectView } from "../../../app/index.ts";

/** Words about what reaches outside: `kralle effects`, `kralle stop`. */
export const effects = {
  help: {
    effects: "show what was done outside, and settle what is unknown",
    action: "list or settle",
    id: "settle: which one",
    unknown: "only those of which nobody here can tell whether they happened",
    happened: "settle: it happened",
    didNot: "settle: it did not happen",
    stop: "stop everything that reaches outside, until it is released",
    reason: "why, in your words",
    off: "release it again",
    json: "print one JSON document",
  },
  usage: {
    unknownAction: (name: string) => `"kralle effects ${name}" does not exist.`,
    actions: "Use one of: list [--unknown], settle ID --happened, settle ID --did-not.",
    missing: "It is missing which one, and whether it happened.",
  },
  none: "Nothing was done outside yet.",
  noUnknown: "Of everything that was done outside it is known what became of it.",
  states: {
    intended: "not begun",
    sent: "being done",
    confirmed: "done",
    failed: "not done",
    unknown: "nobody here can tell whether it happened",
  } satisfies Record<EffectView["state"], string>,
  promises: {
    keyed: "exactly once, by a key",
    queryable: "exactly once, by asking",
    neither: "at most once",
  } satisfies Record<EffectView["effectClass"], string>,
  settledBy: (who: string) => `said by ${who}`,
  waiting: (count: number) =>
    count === 1
      ? "One waits for your word: look on the other side, then `kralle effects settle ID --happened` or `--did-not`."
      : `${count} wait for your word: look on the other side, then \`kralle effects settle ID --happened\` or \`--did-not\`.`,
  settled: (title: string, happened: boolean) => `${happened ? "Happened" : "Did not happen"}: ${title}`,
  stopped: "STOP: nothing more is done outside. What was begun before may still end.",
  released: "Released: things may be done outside again.",
  notStopped: "Nothing was stopped.",
  holds: (time: string, who: string, reason: string) =>
    `STOP holds since ${time} (${who}${reason === "" ? "" : `: ${reason}`}). \`kralle stop --off\` releases it.`,
};
