import type { TickState } from "../../../app/index.ts";

/** Words about `kralle schedule`. */
export const schedule = {
  about: "let a request run again and again, and see that it did",
  help: {
    action: "list, add, remove, pause, resume, run or ledger",
    words: 'add: NAME, then times ("weekdays 7:30"), then the request; else NAME',
    zone: "add: time zone, such as Europe/Berlin",
    missed: "add: what to do with times that were missed: once, each or skip",
    folder: "add: folder to work in",
    json: "print one JSON document",
  },
  unknownAction: (name: string) => `"kralle schedule ${name}" does not exist.`,
  actions:
    'Use one of: list, add NAME "weekdays 7:30" "REQUEST", remove NAME, pause NAME, resume NAME, run NAME, ledger NAME.',
  missing: (what: string) => `${what} is missing.`,
  none: 'Nothing is scheduled. `kralle schedule add briefing "weekdays 7:30" "what is due today?"` would be.',
  headings: ["name", "times", "next", "last", "request"],
  paused: "paused",
  never: "never yet",
  neverRan: (time: string) => `never ran at ${time}: was Kralle running?`,
  states: { due: "at work", skipped: "skipped", done: "done", failed: "failed" } satisfies Record<TickState, string>,
  added: (name: string, next: string) =>
    `${name} runs next on ${next}, while Kralle is up (\`kralle up\`, \`kralle service install\`).`,
  removed: (name: string) => `${name} is no longer scheduled. Its conversation and its ledger stay.`,
  pausedNow: (name: string) => `${name} is paused.`,
  goesOn: (name: string, next: string) => `${name} goes on, next on ${next}.`,
  begun: (name: string) => `${name} has begun; \`kralle schedule ledger ${name}\` says how it went.`,
  /** What `kralle doctor` says of them. */
  found: ({ count, missing, failed }: Record<string, string | number | boolean>) => {
    if (missing !== undefined) return `never ran when it should have: ${missing}`;
    return failed === undefined ? `${count}, nothing is overdue` : `failed the last time: ${failed}`;
  },
  ledgerHeadings: ["when", "what became of it", ""],
  notes: { paused: "it was paused", missed: "nobody was there" } as Readonly<Record<string, string>>,
};
