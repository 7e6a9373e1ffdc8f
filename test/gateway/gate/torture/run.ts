import { readFileSync } from "node:fs";
import { GATE_LIMITS } from "../../../../src/gateway/gate/limits.ts";
import { ownerOf, prepareHome, startGateway, type Running } from "../../_gateway.ts";
import { createGuessed, guess, mostWithinWindow, percentile, type Targets } from "./guess.ts";

export interface GuessVerdict {
  tried: number;
  statuses: Record<string, number>;
  evaluated: Record<string, number>;
  /** Of another client meanwhile, in ms. */
  p99: number;
  rssGrowthMb: number;
  faults: string[];
}

export interface GuessOptions {
  /** A folder that is not there yet. */
  home: string;
  count: number;
  /** The gateway is killed so often on the way. */
  kills: number;
  connections: number;
}

const MOST_P99_MS = 100;
const MOST_GROWTH_MB = 50;

/** Guesses at a gateway of its own process, which is killed on the way and goes on with the same home. */
export async function runGuesses({ home, count, kills, connections }: GuessOptions): Promise<GuessVerdict> {
  prepareHome(home, "http://127.0.0.1:9/v1");
  let gateway = await startGateway(home);
  const people = await makeTargets(home, gateway);
  const guessed = createGuessed();
  let growth = 0;
  for (let part = 0; part <= kills; part += 1) {
    const before = rssOf(gateway);
    const port = Number(new URL(gateway.url).port);
    await guess({ ...people, port }, Math.ceil(count / (kills + 1)), connections, guessed);
    growth = Math.max(growth, rssOf(gateway) - before);
    if (part === kills) break;
    await gateway.end("SIGKILL");
    gateway = await startGateway(home);
  }
  await gateway.end("SIGTERM");
  const p99 = percentile(guessed.waits, 0.99);
  const faults = [...guessed.successes, ...guessed.hindered.map((status) => `another client was answered ${status}`)];
  for (const [bucket, times] of guessed.evaluated) {
    const most = mostWithinWindow(times);
    if (most > GATE_LIMITS.guesses) faults.push(`${bucket}: ${most} were looked at within five minutes`);
  }
  if (p99 > MOST_P99_MS) faults.push(`another client waited ${p99.toFixed(0)} ms (p99)`);
  if (growth > MOST_GROWTH_MB) faults.push(`the gateway grew by ${growth.toFixed(0)} MB`);
  const evaluated = Object.fromEntries([...guessed.evaluated].map(([bucket, times]) => [bucket, times.length]));
  return { tried: guessed.tried, statuses: guessed.statuses, evaluated, p99, rssGrowthMb: growth, faults };
}

async function makeTargets(home: string, gateway: Running): Promise<Omit<Targets, "port">> {
  const owner = ownerOf(home);
  const make = async (): Promise<string> => {
    const { body } = await owner.ask("POST", "/api/tokens", { name: "torture", scope: "admin" });
    return (body as { token: string }).token;
  };
  const { body } = await owner.ask("POST", "/api/links", {});
  const code = (body as { url: string }).url.split("#code=")[1];
  const answer = await fetch(`${gateway.url}/api/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code }),
  });
  const cookie = /kralle_session_\d+=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "")?.[1];
  if (cookie === undefined) throw new Error(`No cookie: ${answer.status}`);
  return { token: await make(), cookie, other: await make() };
}

/** Where the system does not tell it, it does not count. */
function rssOf({ child }: Running): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}
