/** Lets some in at a time, in the order of asking. */
export interface Queue {
  /**
   * Resolves with the function that lets the next one in. The signal alone gives up a place, also one inside, so that a
   * cancelled request of which nobody reads the end holds up nobody. Rejects with the signal's reason when it fires
   * before.
   */
  enter(signal: AbortSignal): Promise<() => void>;
  readonly waiting: number;
}

export function createQueue(places = 1): Queue {
  const waiting: { readonly signal: AbortSignal; admit(): void }[] = [];
  let taken = 0;

  const admitNext = (): void => {
    const at = waiting.findIndex(({ signal }) => !signal.aborted); // the others are about to give up
    const [next] = at === -1 ? [] : waiting.splice(at, 1);
    if (next === undefined) taken -= 1;
    else next.admit();
  };
  const toLeave = (signal: AbortSignal): (() => void) => {
    let isLeft = false;
    const leave = (): void => {
      if (isLeft) return;
      isLeft = true;
      signal.removeEventListener("abort", leave);
      admitNext();
    };
    signal.addEventListener("abort", leave);
    return leave;
  };

  return {
    enter(signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (taken < places) {
        taken += 1;
        return Promise.resolve(toLeave(signal));
      }
      return new Promise((resolve, reject) => {
        const visitor = {
          signal,
          admit: () => {
            signal.removeEventListener("abort", giveUp);
            resolve(toLeave(signal));
          },
        };
        const giveUp = (): void => {
          waiting.splice(waiting.indexOf(visitor), 1);
          reject(signal.reason);
        };
        waiting.push(visitor);
        signal.addEventListener("abort", giveUp, { once: true });
      });
    },
    get waiting() {
      return waiting.length;
    },
  };
}
