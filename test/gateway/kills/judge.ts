import type { Asked } from "../_modelServer.ts";
import type { Answer } from "./run.ts";

/** What a client sent, and was told. */
export interface Sent {
  session: string;
  /** Stands in the text, and is its key. */
  mark: string;
  hasFolder: boolean;
  /** Every id that it was acknowledged with. */
  ids: Set<string>;
  /** 0: never. */
  ackedAt: number;
}

/** What a listener of a session heard. */
export interface Seen {
  session: string;
  seqs: number[];
  results: { message: string; ended: boolean }[];
}

export interface Verdict {
  faults: string[];
  messages: number;
  kills: number;
  /** Kills that came while an acknowledged message had no answer yet. */
  hits: number;
  /** Completions that were asked for beyond one each. */
  repeated: number;
}

export interface Evidence {
  sent: readonly Sent[];
  answers: ReadonlyMap<string, Answer[]>;
  seen: readonly Seen[];
  asked: readonly Asked[];
  killedAt: readonly number[];
  /** The file that messages with a folder added a line to. */
  log: string;
}

/** What a process sent before its end may be read a little later; no new one asks that soon, for it has to start first. */
const ARRIVAL_MS = 100;

/** What was promised, against what the clients and the model server saw. */
export function judge({ sent, answers, seen, asked, killedAt, log }: Evidence): Verdict {
  const faults: string[] = [];
  let repeated = 0;
  for (const { session, mark, hasFolder, ids } of sent) {
    if (ids.size !== 1) faults.push(`${mark}: acknowledged with ${ids.size} ids`);
    const [id] = ids;
    const found = answers.get(session) ?? [];
    const replies = found.filter(({ replyTo }) => replyTo === id);
    if (replies.length !== 1) faults.push(`${mark}: ${replies.length} answers`);
    const message = found.find((one) => one.id === id);
    if (message?.state !== "done")
      faults.push(`${mark}: is ${message?.state ?? "gone"}: ${replies[0]?.text.slice(0, 160)}`);
    if (hasFolder) {
      const lines = log.split("\n").filter((line) => line.includes(`entry ${mark} done`)).length;
      if (lines !== 1) faults.push(`${mark}: ${lines} lines in the file`);
      continue;
    }
    const requests = asked.filter(({ text }) => text.includes(`item ${mark} `));
    const answeredAt = Date.parse(replies[0]?.at ?? "");
    const first = requests[0]?.at ?? 0;
    const hits = killedAt.filter((at) => at >= first - ARRIVAL_MS && at <= answeredAt).length;
    if (requests.length < 1) faults.push(`${mark}: the model was never asked`);
    if (requests.length > 1 + hits) faults.push(`${mark}: asked ${requests.length} times, hit by ${hits} kills`);
    const late = requests.filter(({ at }) => at > answeredAt).length;
    if (late > 0) faults.push(`${mark}: asked ${late} times after its answer was stored`);
    repeated += Math.max(0, requests.length - 1);
  }
  const known = new Set(sent.flatMap(({ ids }) => [...ids]));
  for (const list of answers.values()) {
    for (const { id, role } of list) if (role === "user" && !known.has(id)) faults.push(`${id}: nobody sent it`);
  }
  for (const { session, seqs, results } of seen) {
    const gap = seqs.findIndex((seq, index) => seq !== index + 1);
    if (results.some(({ ended }) => !ended)) faults.push(`${session}: not every result was heard`);
    if (gap >= 0) faults.push(`${session}: event ${seqs[gap]} heard at place ${gap + 1}`);
  }
  faults.push(...outOfOrder(answers));
  const spans = sent.map(({ session, ids, ackedAt }) => {
    const reply = answers.get(session)?.find(({ replyTo }) => replyTo !== null && ids.has(replyTo));
    return { from: ackedAt, to: Date.parse(reply?.at ?? "") };
  });
  const hits = killedAt.filter((at) => spans.some(({ from, to }) => from <= at && at < to)).length;
  return { faults, messages: sent.length, kills: killedAt.length, hits, repeated };
}

/** Messages of a session are answered in the order in which they were accepted. */
function outOfOrder(answers: ReadonlyMap<string, Answer[]>): string[] {
  const faults: string[] = [];
  for (const list of answers.values()) {
    const asked = list.filter(({ role }) => role === "user").map(({ id }) => id);
    const answered = list.flatMap(({ replyTo }) => replyTo ?? []);
    if (asked.join() !== answered.join()) faults.push("a session was answered out of order");
  }
  return faults;
}
