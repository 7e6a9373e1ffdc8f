import { join } from "node:path";
import { silentLogger, systemClock, type Context } from "../../src/core/index.ts";
import { detectHardware, ENCODER, ensurePack, findStarter, pullEncoder, pullModel } from "../../src/models/index.ts";
import { prepareLlamaServer, whyNoLlamaServer } from "./llamaServer.ts";
import { heading, ROOT, seconds } from "./project.ts";
import { plainNet } from "./net.ts";

/** The variables through which tests find real weights, and the ids of those. */
const WEIGHTS = {
  KRALLE_TEST_SMOL: "smollm2-135m",
  KRALLE_TEST_05B: "qwen2.5-coder-0.5b",
  KRALLE_TEST_15B: "qwen2.5-coder-1.5b",
};

/**
 * Brings the engine pack and the weights that tests use into KRALLE_TEST_HOME (default: .kralle/test-home of the
 * checkout, kept for the next run), with the product's own functions. Returns the variables that tests read.
 */
export async function prepareModels(): Promise<Record<string, string>> {
  const home = process.env.KRALLE_TEST_HOME || join(ROOT, ".kralle", "test-home");
  heading(`set-up (engine and weights in ${home})`);
  const ctx: Context = {
    signal: new AbortController().signal,
    clock: systemClock,
    net: plainNet,
    log: silentLogger,
  };
  const hardware = await detectHardware(ctx, home);
  const pack = await timed("engine pack", () => ensurePack({ home, env: process.env, hardware }, ctx));
  const found: Record<string, string> = { KRALLE_TEST_HOME: home, KRALLE_TEST_PACK: pack.dir };
  for (const [variable, id] of Object.entries(WEIGHTS)) {
    const { path } = await timed(id, () => pullModel(findStarter(id), { home, env: process.env }, ctx));
    found[variable] = path;
  }
  found["KRALLE_TEST_ENCODER"] = await timed(ENCODER.id, async () => {
    return (await pullEncoder(ENCODER, { home, env: process.env }, ctx)).path;
  });
  const without = whyNoLlamaServer();
  if (without === null)
    found["KRALLE_TEST_LLAMA_SERVER"] = await timed("llama-server", () => prepareLlamaServer(home, ctx));
  else {
    console.log(`llama-server: not tried, ${without}`);
    found["KRALLE_TEST_NO_LLAMA_SERVER"] = without;
  }
  return found;
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  console.log(`${what}: ${seconds(performance.now() - started)}`);
  return result;
}
