export interface Evidence {
  /** Items that were asked about. */
  sent: readonly number[];
  /** Every message of the bot, as it stands in the end. */
  shown: readonly string[];
  /** Texts of what the journal says nobody can tell about. */
  unclear: readonly string[];
  /** Updates, posts and acts that are not at an end. */
  open: number;
}

export interface Verdict {
  faults: string[];
  messages: number;
  /** Answers of which the journal says that nobody can tell. */
  unclear: number;
  kills: number;
  /** Kills amid a send. */
  hits: number;
}

const DRAFT = "…";

/** Each item is answered once; or not at all, and then the journal says that its sending is unclear. */
export function judge({ sent, shown, unclear, open }: Evidence): Verdict {
  const faults: string[] = [];
  for (const item of sent) {
    const isAbout = (text: string): boolean => text.includes(`item ${item}.`);
    const times = shown.filter(isAbout).length;
    if (times > 1) faults.push(`item ${item} was answered ${times} times`);
    if (times === 0 && !unclear.some(isAbout)) faults.push(`item ${item} was lost, and nothing says so`);
  }
  const drafts = shown.filter((text) => text === DRAFT).length;
  const doubtful = unclear.filter((text) => text === DRAFT).length;
  if (drafts > doubtful) faults.push(`${drafts} beginnings without an answer, ${doubtful} of them unclear`);
  if (open > 0) faults.push(`${open} things are not at an end`);
  return { faults, messages: sent.length, unclear: unclear.length, kills: 0, hits: 0 };
}
