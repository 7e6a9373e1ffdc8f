const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** What is said about the gateway itself and about its service. */
export const gateway = {
  about: {
    status: "say whether the gateway runs, where, and what it does",
    down: "end the gateway; what still runs goes on at its next start",
    service: "start the gateway at sign-in: install, status or remove",
  },
  action: "install, status or remove",
  json: "print one line of JSON",
  runsAlready: (url: string, pid: number) => `Kralle serves this home already: ${url}, process ${pid}.`,
  runsHint: "`kralle status` says what it does, `kralle down` ends it.",
  none: "No gateway runs for this home. `kralle up` starts one.",
  runs: (url: string, pid: number) => `Kralle serves ${url} (process ${pid}).`,
  since: (time: string) => `Since ${time}.`,
  atWork: (count: number) =>
    count === 0 ? "Nothing is being worked on." : `${plural(count, "message is", "messages are")} being worked on.`,
  inMemory: (models: string) => (models === "" ? "No model is in memory." : `In memory: ${models}`),
  ended: (pid: number) => `Kralle (process ${pid}) has ended.`,
  staysUp: (pid: number) => `Kralle (process ${pid}) was told to end and does not.`,
  staysHint: "End the process; nothing that was accepted is lost.",
  opened: "Your browser opens it now.",
  started: (url: string) => `Kralle serves ${url} until you leave.`,
  damaged: {
    title: "Kralle's database is damaged.",
    ask: (of: string) => `The newest good backup is of ${of}. Restore it? The damaged files are kept aside. [y/N] `,
    best: (of: string) =>
      `Kralle answers nothing else until that is mended. The newest good backup is of ${of}: end Kralle, run \`kralle backup restore newest --force\`, and start it again; the damaged files are kept aside.`,
    none: "Kralle answers nothing else until that is mended. There is no good backup: end Kralle, move the file away, and start it again with an empty one.",
  },
  service: {
    unknownAction: (name: string) => `"kralle service ${name}" does not exist.`,
    actions: "Use one of: install, status, remove.",
    installed: (path: string) => `The service is installed: ${path}`,
    running: "It runs now, and starts again when you sign in.",
    linger: (user: string) => `So that it also runs while nobody is signed in: loginctl enable-linger ${user}`,
    removed: (path: string) => `The service is removed: ${path}`,
    absent: "No service is installed. `kralle service install` installs one.",
    state: (path: string, state: string) => `${path}: ${state}`,
    active: "it runs",
    inactive: "it does not run",
    noManager: (name: string) => `This machine has no ${name} for a service of yours.`,
    noManagerHint:
      "Start `kralle up` by what starts programs here, for example from your shell's profile or a cron line @reboot.",
    failed: (command: string) => `${command} did not succeed.`,
    failedHint: "What it said stands above as the cause; the file is in place and can be started by hand.",
  },
};
