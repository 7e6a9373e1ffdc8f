import { AppError, systemClock, type Clock } from "../../../../src/core/index.ts";
import { createStopSwitch, hashIntent, openEffects } from "../../../../src/durable/effects/index.ts";
import { createPermits } from "../../../../src/guard/permits.ts";
import { acquireHomeLock, openStore } from "../../../../src/store/index.ts";
import { plainNet } from "../../../../scripts/testing/net.ts";
import { createContext } from "../../../store/_setup.ts";
import { adaptersOf, HASTE, intentOf, type Kind, type Places } from "./plan.ts";

// A process for others to kill. It carries on with what the one before left, and then does one act after another, four side by side,
// until it has done `count`; each is told once it has ended. `journal` is the way of the product, the others are the two wrong orders.
const [mode = "journal", home = "", json = "{}", count = "0"] = process.argv.slice(2);
const places = JSON.parse(json) as Places;
const adapters = adaptersOf(places);
const clock: Clock = { now: systemClock.now, sleep: (ms, signal) => systemClock.sleep(ms / HASTE, signal) };
const ctx = createContext({ clock, net: plainNet });
const SIDE_BY_SIDE = 4;

await acquireHomeLock(home, ctx);
const store = await openStore(home, ctx);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const adapterOf = (kind: string) => adapters[kind as Kind];

const permits = createPermits(clock);
const stop = createStopSwitch(store.stops, ctx);
const effects = openEffects(
  { store, stop, adapter: adapterOf, redeem: permits.redeem, holder: "worker", random: Math.random },
  ctx,
);

/** Recorded without the journal. */
async function record(at: number): Promise<void> {
  const { id: ref, kind, account, arguments: given, title } = intentOf(at, places);
  const effect = { ref, kind, account, effectClass: adapterOf(kind).effectClass, key: ref, title, arguments: given };
  const { record: made } = await store.effects.add({ ...effect, hash: "h", run: null, holder: "worker" }, ctx);
  await store.effects.finish(made.id, { state: "confirmed", receipt: null }, ctx);
}

async function act(at: number): Promise<void> {
  const intent = intentOf(at, places);
  const { id, kind, account, arguments: given } = intent;
  if (mode === "journal") {
    const permit = permits.mint({ hash: hashIntent(intent) });
    return void (await effects.perform(intent, permit).catch(unlessRecorded));
  }
  if (await store.effects.find(id)) return;
  if (mode === "recordThenAct") await record(at);
  await adapterOf(kind).act({ account, arguments: given, key: id }, ctx);
  if (mode === "actThenRecord") await record(at);
}

/** Failed and unknown are outcomes, too: the journal has them. */
function unlessRecorded(thrown: unknown): void {
  if (thrown instanceof AppError && thrown.code.startsWith("E_EFFECT_")) return;
  throw thrown;
}

const last = await store.effects.list({ limit: 1 });
const done = last[0] ? Number(last[0].ref.slice("act-".length)) : -1;
let next = Math.max(0, done - 2 * SIDE_BY_SIDE); // those beside it may lack
const end = next + Number(count);
say("ready");
const reconciling = effects.reconcile();
await Promise.all(
  Array.from({ length: SIDE_BY_SIDE }, async () => {
    while (next < end) {
      const at = next;
      next += 1;
      await act(at);
      say(`${at > done ? "ended" : "known"} ${at}`);
    }
  }),
);
say(`reconciled ${JSON.stringify(await reconciling)}`);
process.exit(0); // as it stands
