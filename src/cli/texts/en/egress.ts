/** Words about what leaves the machine: `kralle egress`. */
export const egress = {
  about: "list what left this machine: what for, where to, how much",
  options: { since: "only from this day on (YYYY-MM-DD)" },
  noDate: (text: string) => `"${text}" is no date; write it as YYYY-MM-DD.`,
  none: "Nothing left this machine.",
  headings: ["time", "for", "where to", "how", "outcome", "bytes out", "bytes in"],
  outcomes: { started: "under way", done: "done", failed: "failed", refused: "refused" },
};

/** Words about the privacy lock: `kralle privacy`. */
export const privacy = {
  about: "turn the privacy lock on or off: while it is on nothing leaves this machine",
  prove: "prove in a network namespace that nothing leaves while the privacy lock is on (Linux)",
  proving: "Every way out is tried with the privacy lock and without, in a network namespace of its own …",
  headings: ["way out", "packets with the lock", "packets without"],
  /** How a way out is called, by its name in English. */
  wayOut: (actor: string, way: string) => `${actor}: ${way}`,
  proved: (ways: number, locked: { packets: number; bytes: number }, control: { packets: number; bytes: number }) =>
    `${ways} ways out. With the lock the kernel counted ${locked.packets} packets (${locked.bytes} bytes), without it ${control.packets} (${control.bytes} bytes).`,
  isProved: "Nothing leaves this machine while the lock is on.",
  isNotProved: "That is no proof: with the lock something was sent, or a way was not seen to work without it.",
  action: "status (default), lock or unlock",
  unknownAction: (name: string) => `"kralle privacy ${name}" does not exist.`,
  actions: "Use one of: status, lock, unlock.",
  locked: (since: string) =>
    `The privacy lock is on${since === "" ? "" : ` since ${since}`}: nothing leaves this machine. Servers on this machine stay reachable.`,
  open: "The privacy lock is off. What may be reached, for what, stands in docs/egress.md; `kralle egress` shows what was.",
};
