import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { memoryOf } from "../../../../bench/memory.ts";
import { ownerOf, prepareHome, startGateway, type Running } from "../../_gateway.ts";
import { percentile } from "./guess.ts";

export interface CrowdOptions {
  /** A folder that is not there yet. */
  home: string;
  seconds: number;
  /** Sockets that say nothing. */
  idle: number;
}

export interface CrowdVerdict {
  /** How often each thing was done to the gateway. */
  done: Readonly<Record<string, number>>;
  /** Requests of somebody who is signed in meanwhile, on a connection that he has, and on one of its own each. */
  served: number;
  came: number;
  /** ms */
  p50: number;
  p99: number;
  restMb: number;
  mostMb: number;
  faults: string[];
}

/** What an installed gateway has of its own: code that was compiled by an earlier start. It is 25 MB smaller with it. */
const COMPILED = process.env["NODE_COMPILE_CACHE"];
const OWN_COMPILED = join(tmpdir(), "kralle-crowd-cache");
const PACE_MS = 40;
/** Every so many requests come on a connection of their own. */
const FRESH = 5;
const MOST_MB = 300;

/** A gateway in a process of its own, what a stranger can do to it, and somebody who works with it meanwhile. */
export async function runCrowd({ home, seconds, idle }: CrowdOptions): Promise<CrowdVerdict> {
  prepareHome(home, "http://127.0.0.1:9/v1");
  const env = { NODE_COMPILE_CACHE: COMPILED ?? OWN_COMPILED };
  if (COMPILED === undefined) await (await startGateway(home, env)).end("SIGTERM");
  const gateway = await startGateway(home, env);
  const faults: string[] = [];
  gateway.child.once("exit", (code, signal) => isOver || faults.push(`the gateway ended: ${code ?? signal}`));
  let isOver = false;
  const owner = ownerOf(home);
  const made = await owner.ask("POST", "/api/tokens", { name: "works meanwhile", scope: "read" });
  owner.close();
  const { token } = made.body as { token: string };
  const restMb = residentOf(gateway);
  const port = Number(new URL(gateway.url).port);
  const attack = fork(new URL("./attack.ts", import.meta.url), [String(port), String(idle)]);
  const told = once(attack, "message") as Promise<[Record<string, number>]>;
  const kept = new Agent({ keepAlive: true, maxSockets: 1 });
  const fresh = new Agent({ keepAlive: false });
  const waits: number[] = [];
  let [came, mostMb] = [0, restMb];
  const until = performance.now() + seconds * 1_000;
  for (let number = 1; performance.now() < until && faults.length < 20; number += 1) {
    const isFresh = number % FRESH === 0;
    const began = performance.now();
    const status = await ask(port, token, isFresh ? fresh : kept);
    if (isFresh) came += Number(status === 200);
    else {
      waits.push(performance.now() - began);
      if (status !== 200) faults.push(`who works was answered ${status}`);
    }
    mostMb = Math.max(mostMb, residentOf(gateway));
    await sleep(PACE_MS);
  }
  const gone = once(attack, "exit");
  attack.send("end");
  const [done] = await told;
  attack.kill("SIGKILL");
  await gone;
  kept.destroy();
  isOver = true;
  await gateway.end("SIGTERM");
  if (mostMb > MOST_MB) faults.push(`the gateway grew to ${mostMb.toFixed(0)} MB`);
  if (came === 0) faults.push("nobody came in on a connection of his own");
  const [p50, p99] = [percentile(waits, 0.5), percentile(waits, 0.99)];
  return { done, served: waits.length, came, p50, p99, restMb, mostMb, faults };
}

const residentOf = ({ child }: Running): number => (memoryOf(child.pid ?? 0).resident ?? 0) / 1e6;

/** 0 where the connection ended without an answer. */
function ask(port: number, token: string, agent: Agent): Promise<number> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${token}` };
    const sent = request({ host: "127.0.0.1", port, path: "/api/me", agent, headers, timeout: 10_000 }, (response) => {
      response.resume().once("end", () => resolve(response.statusCode ?? 0));
    });
    sent.once("timeout", () => sent.destroy());
    sent.once("error", () => resolve(0));
    sent.end();
  });
}
