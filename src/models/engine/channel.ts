/** A queue with one reader: what is pushed waits until it is taken. */
export interface Channel<T> {
  push(item: T): void;
  next(): Promise<T>;
}

export function createChannel<T>(): Channel<T> {
  const items: T[] = [];
  let reader: ((item: T) => void) | null = null;
  return {
    push(item) {
      if (reader === null) {
        items.push(item);
        return;
      }
      const wake = reader;
      reader = null;
      wake(item);
    },
    next() {
      const [item] = items.splice(0, 1);
      if (item !== undefined) return Promise.resolve(item);
      return new Promise((resolve) => {
        reader = resolve;
      });
    },
  };
}
