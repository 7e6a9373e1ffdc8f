import { setTimeout as sleep } from "node:timers/promises";
import { createSmol, say, toContext } from "./_setup.ts";

/**
 * A process that loads a model, says the pid of its child, and then answers without end until it is killed. SIGINT
 * cancels: it says how the answer ended and which child is there then.
 */
const engine = createSmol();
await engine.load(toContext());
console.log(engine.child?.pid);
const controller = new AbortController();
process.once("SIGINT", () => controller.abort());
while (!controller.signal.aborted) {
  for await (const event of engine.generate(say("Tell a long story.", 500), toContext(controller.signal))) {
    if (event.type !== "end" || !controller.signal.aborted) continue;
    await sleep(300); // the end of a child shows late
    console.log(`${event.reason} ${engine.child?.pid}`);
  }
}
await engine.close();
