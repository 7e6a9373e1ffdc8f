/**
 * Takes turns between contexts of one model. llama.cpp's threads wait for each other in busy loops, so two evaluations at
 * once on few cores are many times slower than one after the other; but all sequences of one context are evaluated in one
 * go. So steps of one context run together, those of different contexts in turn.
 */
export interface Rounds {
  /** Runs `work`, one native evaluation, when it is its context's turn. */
  step<T>(context: object, work: () => Promise<T>): Promise<T>;
}

export function createRounds(): Rounds {
  /** By context, in the order in which they began to wait. */
  const waiting = new Map<object, (() => void)[]>();
  let running = 0;
  let isPlanned = false;
  let last: object | null = null;

  const begin = (context: object): void => {
    isPlanned = false;
    const works = waiting.get(context) ?? [];
    waiting.delete(context);
    running = works.length;
    last = context;
    for (const work of works) work();
  };
  /** A tick later, so that all sequences that ended a step together also begin the next one together. */
  const plan = (): void => {
    if (running > 0 || isPlanned || waiting.size === 0) return;
    isPlanned = true;
    setImmediate(() => {
      const [context] = waiting.keys();
      if (context === undefined) isPlanned = false;
      else if (last === null || context === last) begin(context);
      // The binding shares threads out among contexts, and takes a millisecond to see that one is at rest.
      else setTimeout(() => begin(context), 1);
    });
  };

  return {
    async step(context, work) {
      await new Promise<void>((resolve) => {
        const works = waiting.get(context) ?? [];
        works.push(resolve);
        waiting.set(context, works);
        plan();
      });
      try {
        return await work();
      } finally {
        running -= 1;
        plan();
      }
    },
  };
}
