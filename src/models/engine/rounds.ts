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

  /** A tick later, so that all sequences that ended a step together also begin the next one together. */
  const plan = (): void => {
    if (running > 0 || isPlanned || waiting.size === 0) return;
    isPlanned = true;
    setImmediate(() => {
      isPlanned = false;
      const [next] = waiting;
      if (next === undefined) return;
      const [context, works] = next;
      waiting.delete(context);
      running = works.length;
      for (const work of works) work();
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
