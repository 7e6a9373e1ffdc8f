/** Lets one in after another, in the order of asking. */
export interface Queue {
  /** Resolves with the function that lets the next one in. Rejects with the signal's reason when it fires before. */
  enter(signal: AbortSignal): Promise<() => void>;
  readonly waiting: number;
}

export function createQueue(): Queue {
  const waiting: (() => void)[] = [];
  let isTaken = false;

  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) isTaken = false;
    else next();
  };
  const once = (): (() => void) => {
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      leave();
    };
  };

  return {
    enter(signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (!isTaken) {
        isTaken = true;
        return Promise.resolve(once());
      }
      return new Promise((resolve, reject) => {
        const admit = (): void => {
          signal.removeEventListener("abort", giveUp);
          resolve(once());
        };
        const giveUp = (): void => {
          waiting.splice(waiting.indexOf(admit), 1);
          reject(signal.reason);
        };
        waiting.push(admit);
        signal.addEventListener("abort", giveUp, { once: true });
      });
    },
    get waiting() {
      return waiting.length;
    },
  };
}
