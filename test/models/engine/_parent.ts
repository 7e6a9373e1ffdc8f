import { createSmol, say, toContext } from "./_setup.ts";

/** A process that loads a model, says the pid of its child, and then answers without end until it is killed. */
const engine = createSmol();
await engine.load(toContext());
console.log(engine.child?.pid);
for (;;) for await (const event of engine.generate(say("Tell a long story.", 500), toContext())) void event;
