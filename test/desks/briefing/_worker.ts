import { createHandClock } from "../../durable/clockwork/_clock.ts";
import { openHouse, runsOf } from "./_house.ts";
import { adaptersOf, type Places } from "./_peers.ts";

// A process for others to kill: it goes on with the briefing of a morning, and ends when that is made.
const [folder = "", now = "0", json = "{}"] = process.argv.slice(2);
const places = JSON.parse(json) as Places;
const adapters = adaptersOf(places);
const house = await openHouse({
  folder,
  clock: createHandClock(Number(now)),
  adapter: (kind) => adapters[kind] ?? null,
  briefing: places.telegram === null ? { telegram: undefined } : {},
});
process.stdout.write("ready\n");
await house.clockwork.look();
for (const run of await runsOf(house)) await house.ended(run);
process.exit(0); // as it stands
