import { AppError } from "../../core/index.ts";

export type Release = () => void;

/** Lets one in at a time, in the order they came. */
export interface Mutex {
  readonly held: boolean;
  /** Rejects with E_BUG after `waitMs`: whoever holds it would otherwise be waited for without end. */
  acquire(): Promise<Release>;
  /** Rejects all who wait, now and later. */
  close(reason: Error): void;
}

interface Waiting {
  enter(): void;
  refuse(reason: Error): void;
}

export function createMutex(waitMs: number): Mutex {
  const queue: Waiting[] = [];
  let held = false;
  let closed: Error | null = null;
  const leave = (): void => {
    held = false;
    queue.shift()?.enter();
  };
  const enter = (): Release => {
    held = true;
    let left = false;
    return () => {
      if (!left) leave();
      left = true;
    };
  };
  return {
    get held() {
      return held;
    },
    acquire() {
      if (closed) return Promise.reject(closed);
      if (!held) return Promise.resolve(enter());
      return new Promise((resolve, reject) => {
        const waiting: Waiting = {
          enter: () => {
            clearTimeout(timer);
            resolve(enter());
          },
          refuse: (reason) => {
            clearTimeout(timer);
            reject(reason);
          },
        };
        const timer = setTimeout(() => {
          queue.splice(queue.indexOf(waiting), 1);
          reject(new AppError("E_BUG", `A transaction of the workflow engine did not end within ${waitMs} ms.`));
        }, waitMs);
        queue.push(waiting);
      });
    },
    close(reason) {
      closed = reason;
      for (const waiting of queue.splice(0)) waiting.refuse(reason);
    },
  };
}
