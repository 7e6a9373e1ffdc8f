import type { Context } from "../../src/core/index.ts";
import type { Store } from "../../src/store/index.ts";
import type { Library } from "./build.ts";
import { createRandom } from "./words.ts";

/** ms of each call, in order. */
export interface SearchTimes {
  list: number[];
  open: number[];
  older: number[];
  pairs: number[];
  common: number[];
  inside: number[];
}

const CALLS = 200;

/** The time on the wall; a test on a busy machine takes that of the processor. In ms. */
type Now = () => number;

/** What a person does with a store full of conversations: turn pages of the list, open one and go back in it, search. */
export async function measureSearch(
  store: Store,
  library: Library,
  ctx: Context,
  now: Now = () => performance.now(),
): Promise<SearchTimes> {
  const random = createRandom(7);
  const anySession = (): string => library.sessions[Math.floor(random() * library.sessions.length)] ?? "";
  const timed = async <T>(times: number[], call: () => Promise<T>): Promise<T> => {
    const start = now();
    const result = await call();
    times.push(now() - start);
    return result;
  };
  const times: SearchTimes = { list: [], open: [], older: [], pairs: [], common: [], inside: [] };
  let before: string | undefined;
  for (let n = 0; n < CALLS; n += 1) {
    ctx.signal.throwIfAborted();
    const page = await timed(times.list, () => store.sessions.page(before === undefined ? {} : { before }));
    before = page.next ?? undefined;
    const session = n % 4 === 0 ? (library.sessions[n % 10] ?? "") : anySession();
    const newest = await timed(times.open, () => store.messages.list(session, { limit: 100 }));
    await timed(times.older, () => store.messages.list(session, { before: newest[0]?.seq ?? 1, limit: 100 }));
  }
  for (const query of library.pairs) await timed(times.pairs, () => store.search.messages(query, { limit: 20 }));
  for (const query of library.common) await timed(times.common, () => store.search.messages(query, { limit: 20 }));
  for (const query of library.common) {
    await timed(times.inside, () => store.search.messages(query, { limit: 20, session: anySession() }));
  }
  return times;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
