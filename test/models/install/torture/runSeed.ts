import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "../../../../src/core/index.ts";
import { pullNamed } from "../../../../src/models/install/index.ts";
import { startModelServer, type ModelServer } from "../modelServer.ts";
import { createContext } from "../support.ts";
import { createFaults, createRandom, createScene, HASTY, type Job, type Scene } from "./faults.ts";
import { findCorruption, findLeftovers } from "./judge.ts";

export interface SeedResult {
  seed: number;
  /** What was wrong; empty when nothing was. */
  faults: string[];
  kills: number;
  /** How the rounds ended: an error code, `done`, or `killed`. */
  ends: string[];
  requests: number;
}

const CHILD = fileURLToPath(new URL("child.ts", import.meta.url));
const PLAIN = /^(?:done|killed|ended before its kill|E_MODEL_SOURCES|E_DIGEST_MISMATCH|E_CANCELLED)$/;
const ROUND_MS = 60_000;

/**
 * One seeded run: a model is pulled in two rounds through servers that misbehave, some of them cancelled, some in processes that are killed,
 * then once more through a good one. After every round the home is judged; at the end the model must be there, whole.
 */
export async function runSeed(seed: number, folder: string): Promise<SeedResult> {
  const random = createRandom(seed);
  const scene = createScene(seed, random);
  const home = join(folder, `home-${seed}`);
  mkdirSync(home, { recursive: true });
  const result: SeedResult = { seed, faults: [], kills: 0, ends: [], requests: 0 };
  for (let round = 0; round < 2; round += 1) {
    const servers = await startServers(scene, random);
    try {
      const pulls = random() < 0.2 ? 2 : 1;
      const jobs = Array.from({ length: pulls }, (_pull, at) =>
        pullBadly(scene, home, servers, random, join(folder, `job-${seed}-${round}-${at}.json`)),
      );
      for (const end of await Promise.all(jobs)) {
        result.ends.push(end);
        if (end === "killed") result.kills += 1;
        // A bad server is a plain failure; what nobody thought of is a fault of the program.
        if (!PLAIN.test(end)) result.faults.push(`round ${round + 1}: it ended with ${end}`);
      }
    } finally {
      for (const server of servers) {
        result.requests += server.requests.length;
        server.close();
      }
    }
    result.faults.push(...findCorruption(home, allOf(scene)).map((fault) => `round ${round + 1}: ${fault}`));
  }
  result.faults.push(...(await pullWell(scene, home)));
  return result;
}

const allOf = ({ truth, projector }: Scene): Buffer[] => [...truth, ...(projector ? [projector] : [])];

/** One server, or a bad mirror before another; every third lies about the bytes. */
async function startServers(scene: Scene, random: () => number): Promise<ModelServer[]> {
  const count = random() < 0.3 ? 2 : 1;
  const servers: ModelServer[] = [];
  for (let index = 0; index < count; index += 1) {
    const faults = createFaults(random, 0.2 + random() * 0.5);
    const isLiar = random() < 0.3;
    servers.push(
      isLiar ? await startLiar(scene, faults) : await startModelServer(scene.served, faults, { pieceMs: 3 }),
    );
  }
  return servers;
}

/** Says the truth about what there is, and sends something else. */
async function startLiar(scene: Scene, faults: ReturnType<typeof createFaults>): Promise<ModelServer> {
  if (scene.lies === scene.served) {
    return startModelServer(
      scene.served,
      (kind, path) => faults(kind, path) ?? (kind === "bytes" ? { kind: "wrongByte", at: 77_777 } : null),
    );
  }
  return startModelServer(scene.lies, faults, { pieceMs: 3, truth: scene.served });
}

function toJob(scene: Scene, home: string, servers: readonly ModelServer[]): Job {
  const urls = servers.map(({ url }) => url).join(" ");
  const request = { name: scene.name, quantisation: null, from: null, acceptLicence: false, repin: false };
  return { request, options: { home, env: { KRALLE_HUB_URL: urls, KRALLE_OLLAMA_REGISTRY: urls }, limits: HASTY } };
}

/** One pull: to its end, cancelled somewhere, or in a process that is killed somewhere. */
async function pullBadly(
  scene: Scene,
  home: string,
  servers: readonly ModelServer[],
  random: () => number,
  file: string,
): Promise<string> {
  const job = toJob(scene, home, servers);
  const chance = random();
  const afterEvents = 1 + Math.floor(random() * 3);
  const delayMs = Math.floor(random() * 80);
  if (chance < 0.55) return killChild(job, afterEvents, delayMs, file);
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), ROUND_MS);
  let events = 0;
  const onProgress = (): void => {
    events += 1;
    if (chance < 0.7 && events === afterEvents) setTimeout(() => stop.abort(), delayMs);
  };
  try {
    await pullNamed(job.request, { ...job.options, onProgress }, createContext(stop.signal));
    return "done";
  } catch (thrown) {
    const isPlain = thrown instanceof AppError && PLAIN.test(thrown.code);
    return isPlain ? thrown.code : `${String(thrown)} ${thrown instanceof Error ? String(thrown.cause) : ""}`;
  } finally {
    clearTimeout(limit);
  }
}

async function killChild(job: Job, afterEvents: number, delayMs: number, file: string): Promise<string> {
  writeFileSync(file, JSON.stringify(job));
  const child = spawn(process.execPath, [CHILD, file], { stdio: ["ignore", "pipe", "inherit"] });
  const limit = setTimeout(() => child.kill("SIGKILL"), ROUND_MS);
  let events = 0;
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    events += chunk.split("\n").length - 1;
    if (events >= afterEvents) setTimeout(() => child.kill("SIGKILL"), delayMs);
  });
  const [, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  clearTimeout(limit);
  return signal === null ? "ended before its kill" : "killed";
}

/** A good server at last: the model must come, whole, and nothing else be left. */
async function pullWell(scene: Scene, home: string): Promise<string[]> {
  const server = await startModelServer(scene.served);
  try {
    const { request, options } = toJob(scene, home, [server]);
    const { installed } = await pullNamed(request, options, createContext());
    const faults = findCorruption(home, allOf(scene));
    const eyes = installed.projector ? readFileSync(installed.projector.path) : null;
    if (!(eyes === null ? scene.projector === null : scene.projector?.equals(eyes)))
      faults.push("its projector is another one");
    const same =
      installed.files.length === scene.truth.length &&
      installed.files.every(({ path }, at) => scene.truth[at]?.equals(readFileSync(path)));
    if (!same) faults.push("what is installed at the end is not the model");
    if (!installed.verified) faults.push("what is installed at the end does not count as verified");
    return [...faults, ...findLeftovers(home).map((name) => `left behind: ${name}`)];
  } catch (thrown) {
    return [`the pull from a good server failed: ${String(thrown)}`];
  } finally {
    server.close();
  }
}
