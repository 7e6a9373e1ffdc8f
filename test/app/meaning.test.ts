import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { createMeaning } from "../../src/app/desks/meaning.ts";
import { createEncoderHere } from "../../src/app/encoderHere.ts";
import type { SetupEvent } from "../../src/app/events.ts";
import { AppError } from "../../src/core/index.ts";
import { createJudging } from "../../src/desks/inbox/judging.ts";
import { ENCODER, type Encoder } from "../../src/models/index.ts";
import { arrivedOf } from "../store/_mails.ts";
import { createContext, tempStore } from "../store/_setup.ts";

const ANOTHER = { sha256: "0".repeat(64) };

/** A home in which `models` lie, and an encoder that comes when it is let. */
function openPlace({ models = [ANOTHER], fetchEncoder = true, isLocked = false, env = {} }: Place = {}) {
  const installed: { sha256: string }[] = [...models];
  const coming = Promise.withResolvers<Encoder>();
  const place = { asked: 0, told: 0, emit: (_event: SetupEvent): void => undefined };
  const embed = () => Promise.resolve({ vectors: [new Float32Array(384).fill(0.1)], tokens: 1, ms: 1 });
  const bringer = { embed } as unknown as Encoder;
  const encoder = (emit: (event: SetupEvent) => void): Promise<Encoder> => {
    place.asked += 1;
    place.emit = emit;
    return coming.promise;
  };
  const ctx = createContext();
  const parts = {
    env,
    installed: () => Promise.resolve(installed),
    isLocked: () => isLocked,
    settings: () => Promise.resolve({ models: { fetchEncoder } }),
    encoder,
    changed: () => void (place.told += 1),
  };
  const here = createEncoderHere(parts, ctx);
  const arrive = () => {
    installed.push({ sha256: ENCODER.sha256 });
    coming.resolve(bringer);
  };
  const meaning = createMeaning({ encoder, encoderHere: () => Promise.resolve(here) });
  return { place, here, meaning, ctx, arrive, fail: coming.reject };
}
interface Place {
  models?: { sha256: string }[];
  fetchEncoder?: boolean;
  isLocked?: boolean;
  env?: Record<string, string>;
}

test("the first mail has the encoder fetched, none waits for it, and those after it are read by their meaning", async () => {
  const { place, here, meaning, ctx, arrive } = openPlace();
  assert.deepEqual(await here.state(), { state: "missing", why: "waiting" });
  assert.equal(await meaning("Rechnung", ctx), null);
  assert.equal(await meaning("Termin", ctx), null);
  assert.equal(place.asked, 1, "fetched once");
  assert.deepEqual(await here.state(), { state: "fetching", share: null });
  const bytes = {
    phase: "download",
    source: "a hub",
    bytesPerSecond: 1,
    etaMs: 1,
    receivedBytes: 1,
    totalBytes: 4,
  } as const;
  place.emit({ type: "weights", name: "e5", progress: bytes });
  assert.deepEqual(await here.state(), { state: "fetching", share: 0.25 });
  arrive();
  await setImmediate();
  assert.deepEqual(await here.state(), { state: "here" });
  assert.equal(place.told, 1, "who shows it is told");
  assert.equal((await meaning("Angebot", ctx))?.length, 384);
});

test("it is fetched for nobody who said no, behind the privacy lock, offline, or in a home without any model", async () => {
  const cases = [
    [{ fetchEncoder: false }, "off"],
    [{ isLocked: true }, "locked"],
    [{ env: { KRALLE_OFFLINE: "1" } }, "offline"],
    [{ models: [] }, "unset"],
  ] as const;
  for (const [given, why] of cases) {
    const { place, here, meaning, ctx } = openPlace(given as Place);
    assert.equal(await meaning("Rechnung", ctx), null);
    assert.equal(place.asked, 0, why);
    assert.deepEqual(await here.state(), { state: "missing", why });
  }
});

test("a fetch that failed says why, and is not tried with every mail", async () => {
  const { place, here, meaning, ctx, fail } = openPlace();
  await meaning("Rechnung", ctx);
  fail(new AppError("E_MODEL_SOURCES", "No source could deliver it."));
  await setImmediate();
  assert.deepEqual(await here.state(), {
    state: "failed",
    code: "E_MODEL_SOURCES",
    message: "No source could deliver it.",
  });
  await meaning("Rechnung", ctx);
  assert.equal(place.asked, 1);
});

test("a mail's vector is computed once, however often it is looked at", async (t) => {
  const ctx = createContext();
  const store = await tempStore(t);
  const { added } = await store.mails.take(
    {
      account: "acc_1",
      changes: [arrivedOf(1, { subject: "Rechnung 17", text: "Zahlbar bis Freitag." })],
      cursor: 1,
      starts: null,
    },
    ctx,
  );
  const mail = await store.mails.get(added[0]!);
  const texts: string[] = [];
  const meaning = (text: string): Promise<Float32Array> => {
    texts.push(text);
    return Promise.resolve(new Float32Array(384).fill(0.05));
  };
  const judging = createJudging({ store, meaning }, ctx);
  const first = await judging.judge(mail!);
  const second = await judging.judge(mail!);
  assert.deepEqual(first.judgement, second.judgement);
  assert.deepEqual(texts, ["Rechnung 17\nZahlbar bis Freitag."]);
});
