import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toPair, toToken } from "../../../src/core/index.ts";
import { GATE_LIMITS } from "../../../src/gateway/gate/limits.ts";
import { openReal, send, type Opened } from "./_server.ts";
import { createGuessed, guess, mostWithinWindow, percentile, type Targets } from "./torture/guess.ts";

async function makeTargets({ access, gateway }: Opened): Promise<Targets> {
  const make = async (kind: "token" | "device") =>
    (await access.create({ kind, name: kind, scope: "admin", days: null })).secret;
  const [token, cookie, other] = [await make("token"), await make("device"), await make("token")];
  return { port: gateway.port, token: toToken(token), cookie: toPair(cookie), other: toToken(other) };
}

const COUNT = 20_000;

describe("guessing at the real gateway", () => {
  test(`${COUNT} guesses over all entrances and a restart: none succeeds, ten of each are looked at`, async (t) => {
    const first = await openReal(t);
    const targets = await makeTargets(first);
    const guessed = createGuessed();
    await guess(targets, COUNT / 2, 24, guessed);
    await first.close();
    const second = await openReal(t, first.home);
    await guess({ ...targets, port: second.gateway.port }, COUNT / 2, 24, guessed);

    assert.equal(guessed.tried, COUNT);
    assert.deepEqual(guessed.successes, []);
    assert.deepEqual([...guessed.evaluated.keys()].toSorted(), ["codes", "cookie", "token", "unknown"]);
    for (const [bucket, times] of guessed.evaluated) {
      assert.equal(mostWithinWindow(times), GATE_LIMITS.guesses, `${bucket}: no more, and the attack did reach it`);
    }
    const { guesses } = second.access;
    const [id] = /[0-9a-f]{16}/.exec(targets.token) ?? [""];
    assert.equal(guesses.of(id)?.total, GATE_LIMITS.guesses, "its owner sees what was tried");
    assert.deepEqual(guessed.hindered, [], "who has another token is not hindered");
    const wait = percentile(guessed.waits, 0.99);
    t.diagnostic(`statuses ${JSON.stringify(guessed.statuses)}; the other client waited ${wait.toFixed(1)} ms (p99)`);
    assert.ok(wait < 1_000, `${wait} ms`); // a bound for a busy machine; the figure is that of the torture run
    const lines = [...first.lines, ...second.lines];
    assert.ok(lines.length < COUNT / 4, `the log is not flooded by refusals that repeat: ${lines.length}`);
  });

  test("who is at work stays in while somebody guesses at its id", async (t) => {
    const opened = await openReal(t);
    const targets = await makeTargets(opened);
    const ask = async (token: string): Promise<number> =>
      (
        await send(
          targets.port,
          `GET /api/me HTTP/1.1\r\nHost: 127.0.0.1:${targets.port}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
        )
      ).status;
    assert.equal(await ask(targets.token), 200);
    const guessed = createGuessed();
    await guess(targets, 400, 8, guessed);
    assert.equal(guessed.evaluated.get("token")?.length, GATE_LIMITS.guesses);
    assert.equal(await ask(targets.token), 200, "on a new connection too");
  });
});
