import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { installPackage, sizeOf, startUp, type Up } from "../gateway/program.ts";
import { createTalker, startInstantModel, type InstantModel, type Talker } from "../gateway/turns.ts";
import { preparePack } from "../home.ts";
import { memoryOf } from "../memory.ts";
import { toFigure } from "../stats.ts";
import type { Bench, Figure } from "../types.ts";

const STARTS = 7;
const TURNS = 50;
const SESSIONS = 20;
const TURNS_EACH = 25;
const MANY_TURNS = 1_000;
const IDLE_MS = 5_000;

/**
 * The installed package's gateway against a model that answers at once: what it weighs, how fast it serves, what it adds to a
 * turn, what it holds in memory. Own time is from sending a message until the model server has its request.
 */
export async function benchGateway(bench: Bench): Promise<Figure[]> {
  const pack = await preparePack(bench);
  const { folder, program } = await installPackage(bench);
  const bytes = sizeOf(folder) + sizeOf(pack);
  const model = await startInstantModel();
  const home = join(bench.scratch, "gateway-home");
  mkdirSync(home, { mode: 0o700 });
  const engines = { instant: { type: "openai", url: model.url } };
  writeFileSync(join(home, "config.json"), JSON.stringify({ engines, models: { default: "instant/m1" } }));
  try {
    const figures: Figure[] = [
      {
        name: "gateway: installed with its dependencies and the engine pack",
        value: bytes / 1e6,
        unit: "MB",
        n: 1,
        atMost: 150,
      },
      ...(await measureStarts(program, home)),
    ];
    const up = await startUp(program, home);
    try {
      figures.push(...(await measureTurns(up, home, model, bench)));
    } finally {
      await up.end();
    }
    return figures;
  } finally {
    model.close();
  }
}

/** The first start fills the caches and is not counted. */
async function measureStarts(program: string, home: string): Promise<Figure[]> {
  const wall: number[] = [];
  const cpu: number[] = [];
  const idle: number[] = [];
  for (let start = 0; start <= STARTS; start += 1) {
    const up = await startUp(program, home);
    if (start > 0) {
      wall.push(up.wallMs);
      if (up.cpuMs !== null) cpu.push(up.cpuMs);
    }
    if (start === STARTS) {
      const talker = createTalker(home);
      await talker.open(); // as an open page does: it listens
      await sleep(IDLE_MS);
      idle.push((memoryOf(up.child.pid ?? 0).resident ?? 0) / 1e6);
      talker.close();
    }
    await up.end();
  }
  return [
    toFigure("gateway: up to ready", wall, "ms", 1_000),
    ...(cpu.length > 0 ? [toFigure("gateway: processor until ready", cpu, "ms", 900)] : []),
    toFigure("gateway: memory at rest, one listener", idle, "MB", 120),
  ];
}

async function measureTurns(up: Up, home: string, model: InstantModel, bench: Bench): Promise<Figure[]> {
  const talker = createTalker(home);
  const resident = (): number => (memoryOf(up.child.pid ?? 0).resident ?? 0) / 1e6;
  try {
    const first = await talker.open();
    for (let turn = 0; turn < 20; turn += 1) await talker.turn(first, `warm up ${turn}`);
    const own: number[] = [];
    const acks: number[] = [];
    const answers: number[] = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const text = `hello, this is question ${turn}`;
      const { sentAt, ackMs, answerMs } = await talker.turn(await talker.open(), text);
      own.push((model.askedAt.get(text) ?? Number.NaN) - sentAt);
      acks.push(ackMs);
      answers.push(answerMs);
    }
    const perSecond = await measureSideBySide(talker);
    bench.note(`memory before the thousand turns: ${resident().toFixed(0)} MB`);
    const before = resident();
    for (let turn = 0; turn < MANY_TURNS; turn += 1) await talker.turn(first, `one of many, number ${turn}`);
    const after = resident();
    return [
      toFigure("gateway: own time until the model is asked", own, "ms", 15),
      toFigure("gateway: until a message is on disk and acknowledged", acks, "ms"),
      toFigure("gateway: until the answer is heard", answers, "ms"),
      {
        name: "gateway: turns of 20 sessions at once",
        value: perSecond,
        unit: "1/s",
        n: SESSIONS * TURNS_EACH,
        atLeast: 100,
      },
      {
        name: "gateway: memory after 1,000 more turns",
        value: after / before,
        unit: "ratio",
        n: MANY_TURNS,
        atMost: 1.2,
      },
    ];
  } finally {
    talker.close();
  }
}

async function measureSideBySide(talker: Talker): Promise<number> {
  const sessions = await Promise.all(Array.from({ length: SESSIONS }, () => talker.open()));
  const began = performance.now();
  await Promise.all(
    sessions.map(async (session, number) => {
      for (let turn = 0; turn < TURNS_EACH; turn += 1) await talker.turn(session, `session ${number}, turn ${turn}`);
    }),
  );
  return (SESSIONS * TURNS_EACH * 1_000) / (performance.now() - began);
}
