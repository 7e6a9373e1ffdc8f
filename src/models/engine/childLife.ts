import { rmSync, writeFileSync } from "node:fs";
import { PROTOCOL, type FromChild } from "./protocol.ts";

/*
 * What every child process of an engine does. It lives as long as its parent: when the pipe closes, also because the parent
 * was killed, it ends at once. Ctrl-C in a terminal reaches parent and child alike; only the parent acts on it, so that it can
 * cancel in order.
 */

export const send = (message: FromChild): void => {
  process.send?.(message);
};

/** Begins a child's life: says hello, hands on what the parent sends. `beforeEnd` runs when the parent is gone. */
export function liveAsChild<T>(receive: (message: T) => Promise<void> | void, beforeEnd: () => void = () => {}): void {
  process.on("SIGINT", () => {});
  process.on("disconnect", () => {
    beforeEnd();
    rmSync(process.cwd(), { recursive: true, force: true }); // the private folder; nobody else can remove it now
    process.kill(process.pid, "SIGKILL"); // a plain exit would wait for the batch under way
  });
  process.on("message", (message: T) => {
    void receive(message);
  });
  preferAsVictim();
  send({ type: "hello", protocol: PROTOCOL, pid: process.pid });
}

/** Where memory runs out, Linux shall end this process, and those that it starts, rather than the person's own. */
function preferAsVictim(): void {
  if (process.platform !== "linux") return;
  try {
    writeFileSync("/proc/self/oom_score_adj", "500");
  } catch (error) {
    send({ type: "log", level: "debug", message: `oom_score_adj: ${String(error)}` });
  }
}
