import { createMailAdapter } from "../../../src/connectors/index.ts";
import { createHandClock } from "../../durable/clockwork/_clock.ts";
import { openHouse, runsOf } from "./_house.ts";

// A process for others to kill: it goes on with the briefing of a morning, and ends when that is made.
const [folder = "", now = "0", port = "0"] = process.argv.slice(2);
const smtp = { host: "127.0.0.1", port: Number(port), tls: false };
const mail = createMailAdapter({ name: "acc_mail", user: "office", password: "secret", smtp, sent: null });
const house = await openHouse({
  folder,
  clock: createHandClock(Number(now)),
  adapter: (kind) => (kind === "mail.send" ? mail : null),
  briefing: { telegram: undefined },
});
process.stdout.write("ready\n");
await house.clockwork.look();
for (const run of await runsOf(house)) await house.ended(run);
process.exit(0); // as it stands
