import { statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../../../src/store/index.ts";
import { createContext } from "../_setup.ts";
import { openAnswers } from "./_answers.ts";

// A process under load: says what is stored once it is, and how long the store's log was then.
const [home = ""] = process.argv.slice(2);
const ctx = createContext();
const store = await openStore(home, ctx);
const say = (what: string, id: string): void => {
  const { size } = statSync(join(home, "kralle.db-wal"));
  tell(`${JSON.stringify({ what, id, log: size })}\n`);
};

/** At once, before anything else is done; who listens may be busy, and the pipe full. */
function tell(line: string): void {
  for (;;) {
    try {
      writeSync(1, line);
      return;
    } catch (thrown) {
      if (!(thrown instanceof Error && "code" in thrown && thrown.code === "EAGAIN")) throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

const answers = await openAnswers(home, store, (id) => say("answered", id), ctx);
await Promise.all(
  Array.from({ length: 4 }, async (_, n) => {
    const { id: session } = await store.sessions.create({ title: `Nr. ${n}` }, ctx);
    for (let key = 0; ; key += 1) {
      const { message } = await store.messages.accept({ session, key: `k${key}`, text: `Frage ${key}` }, ctx);
      say("accepted", message.id);
      await answers.answer(message.id);
    }
  }),
);
