import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { judgeDay, judgeDeliveries } from "../../../eval/briefing/judge.ts";
import { judgeLetter, planDay, type Truth } from "../../../eval/briefing/plan.ts";
import { simulate } from "../../../eval/briefing/run.ts";
import { compose } from "../../../src/desks/briefing/compose/compose.ts";
import { gather } from "../../../src/desks/briefing/compose/gather.ts";
import { toMarkdown } from "../../../src/desks/briefing/render/markdown.ts";
import type { NewItem } from "../../../src/store/index.ts";
import { createHandClock } from "../../durable/clockwork/_clock.ts";
import { createRandom } from "../../store/_random.ts";
import { tempStore } from "../../store/_setup.ts";

test("around both changes of the clocks: made once a day, doubled nowhere, every number as planted, every end told", async () => {
  const { days, deliveries } = await simulate({ days: 4, kills: 0, seed: 1 });
  assert.deepEqual(
    days.map(({ date }) => date),
    ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25"],
  );
  assert.deepEqual([deliveries.once, deliveries.doubled, deliveries.lies], [4, [], []]);
  assert.ok(days.every(({ numbers }) => numbers > 10));
  assert.deepEqual(
    days.flatMap(({ wrongNumbers }) => wrongNumbers),
    [],
  );
});

test("control: the judge sees a number that is another, a mail that came twice, and one that is told and never came", async (t) => {
  const store = await tempStore(t);
  const [date, zone] = ["2026-03-29", "Europe/Berlin"];
  const start = Date.parse("2026-03-28T00:00:00Z");
  const at = start + 31 * 3_600_000;
  const random = createRandom(5);
  const truths = new Map<string, Truth>();
  const items = new Map<string, NewItem>();
  for (const truth of planDay(0, start, random)) {
    truths.set(truth.id, truth);
    items.set(truth.id, judgeLetter(truth, random));
    await store.items.put(items.get(truth.id)!, { clock: createHandClock(truth.at) });
  }
  const day = { date, zone, language: "en", at, since: start } as const;
  const composition = compose(await gather(store, day), {});
  const file = join(store.home, "briefings", `${date}.md`);
  await mkdir(join(store.home, "briefings"));
  await writeFile(file, toMarkdown(composition, "http://localhost:7477"));
  const judged = () => judgeDay(composition, { truths, items, home: store.home });
  assert.deepEqual((await judged()).wrongNumbers, []);
  await writeFile(file, (await readFile(file, "utf8")).replace(/Mar 2\d/u, "Mar 11"));
  assert.equal((await judged()).wrongNumbers.length, 1);

  const id = `briefing:${date}:${zone}`;
  const mail = { channel: "mail", target: "", effect: null, state: "done" } as const;
  await store.briefings.add({ id, date, zone, composition, deliveries: [mail] }, { clock: createHandClock(at) });
  const raw = "Subject: Briefing for Sunday, March 29, 2026";
  const judgedBy = (letters: string[]) =>
    judgeDeliveries([date], { store, home: store.home, ledgers: { mail: letters, telegram: [] } });
  assert.equal((await judgedBy([raw])).once, 1);
  assert.equal((await judgedBy([raw, raw])).doubled.length, 1);
  assert.match((await judgedBy([])).lies.join("\n"), /mail is told as done, and 0 came/);
});
