import { toContext } from "../engine/_setup.ts";
import { createServerSmol } from "./_setup.ts";

/** A process that loads a model, says the pid of its child and waits to be killed. */
const engine = await createServerSmol();
await engine.load(toContext());
console.log(engine.child?.pid);
setInterval(() => {}, 1000);
