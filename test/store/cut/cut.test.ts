import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../_random.ts";
import { tempFolder } from "../_setup.ts";
import { cutPower } from "./_images.ts";

const options = { skip: process.platform !== "linux" && "a process is seen to be stopped in /proc" };
const seed = Number(process.env["KRALLE_SEED"] ?? 20_261);
const images = Number(process.env["KRALLE_KILLS"] ?? 20);

test("a power cut takes nothing that was acknowledged, and all comes to its end afterwards", options, async (t) => {
  const cut = await cutPower(await tempFolder(t), { images, random: createRandom(seed) });
  t.diagnostic(`seed ${seed}: ${cut.images} images, ${cut.accepted} messages, ${cut.lostBytes} bytes lost`);
  assert.deepEqual(cut.faults, []);
  assert.ok(cut.lostBytes > 0 && cut.accepted > 20, "there was something to lose");
});

test("control: a disk that forgets what it confirmed is noticed", options, async (t) => {
  const cut = await cutPower(await tempFolder(t), { images: 3, random: createRandom(seed), keepsAcknowledged: false });
  assert.match(cut.faults.join("\n"), /was accepted and is gone|was answered and is not/);
});
