import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, test, type TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openNet } from "../../../scripts/testing/broker.ts";
import { createCaldavConnector } from "../../../src/connectors/caldav/connector.ts";
import { createEventAdapter } from "../../../src/connectors/caldav/create.ts";
import { startCollecting } from "../../../src/desks/inbox/index.ts";
import { openStore } from "../../../src/store/index.ts";
import type { CalendarChange } from "../../../src/connectors/types.ts";
import { createContext, isError, tempFolder } from "../../store/_setup.ts";
import { eventOf, hasRadicale, openRadicale } from "./_radicale.ts";

const ctx = createContext({ net: openNet() });

async function open(t: TestContext) {
  const radicale = await openRadicale(await tempFolder(t));
  t.after(() => radicale.close());
  const access = { url: radicale.url, user: "office", password: "secret", purpose: "account:acc_1" as const };
  return { radicale, access, connector: createCaldavConnector(access) };
}

async function pullAll({ pull }: Pick<ReturnType<typeof createCaldavConnector>, "pull">, since: unknown) {
  const changes: CalendarChange[] = [];
  let cursor = since;
  for await (const piece of pull(since, ctx)) {
    changes.push(...piece.changes);
    cursor = JSON.parse(JSON.stringify(piece.cursor)) as unknown; // as it is kept
  }
  return { changes, cursor };
}

const say = (changes: readonly CalendarChange[]): string[] =>
  changes.map((one) => {
    const name = one.url.slice(one.url.lastIndexOf("/") + 1);
    return one.type === "gone" ? `gone ${name}` : `${name} ${/SUMMARY:(.*)/.exec(one.text)?.[1]?.trim()}`;
  }).toSorted(); // prettier-ignore

describe("a calendar behind CalDAV", { skip: hasRadicale ? false : "no radicale here" }, () => {
  test("is found from the server's address; events come once, then what changed, and what is gone", async (t) => {
    const { radicale, connector } = await open(t);
    const check = await connector.check(ctx);
    assert.deepEqual([check.effects, check.notes], [{ "calendar.create": "keyed" }, ["Calendars: Work"]]);
    await radicale.put("a.ics", eventOf("a", "Alpha & Söhne"));
    await radicale.put("b.ics", eventOf("b", "Beta"));
    const first = await pullAll(connector, null);
    assert.deepEqual(say(first.changes), ["a.ics Alpha & Söhne", "b.ics Beta"]);
    const still = await pullAll(connector, first.cursor);
    assert.deepEqual(still.changes, []);
    await radicale.put("b.ics", eventOf("b", "Beta moved"));
    await radicale.put("c.ics", eventOf("c", "Gamma"));
    await radicale.remove("a.ics");
    const second = await pullAll(connector, still.cursor);
    assert.deepEqual(say(second.changes), ["b.ics Beta moved", "c.ics Gamma", "gone a.ics"]);
    assert.deepEqual((await pullAll(connector, second.cursor)).changes, []);
  });

  test("whose cursor was cut off amid reading brings the rest; one whose token is unknown compares all", async (t) => {
    const { radicale, connector } = await open(t);
    await radicale.fill(Array.from({ length: 30 }, (_, n) => `Event ${n}`));
    let cursor: unknown = null;
    let brought = 0;
    for await (const piece of connector.pull(null, ctx)) {
      brought += piece.changes.length;
      cursor = piece.cursor;
      break; // the line broke behind the first piece
    }
    assert.equal(brought, 25);
    const rest = await pullAll(connector, cursor);
    assert.equal(rest.changes.length, 5);
    const odd = JSON.parse(JSON.stringify(rest.cursor).replace(/"token":"[^"]*","ctag":"[^}{]*?",/, '"token":"http://radicale.org/ns/sync/none","ctag":null,')) as unknown; // prettier-ignore
    assert.notDeepEqual(odd, rest.cursor);
    await radicale.put("new.ics", eventOf("new", "New"));
    const [{ name: first = "" } = {}] = radicale.files();
    await radicale.remove(first);
    assert.deepEqual(say((await pullAll(connector, odd)).changes), [`gone ${first}`, "new.ics New"]);
  });

  test("gets an event once, however often the same act is tried; without the password, nothing", async (t) => {
    const { radicale, access } = await open(t);
    await assert.rejects(createCaldavConnector({ ...access, password: "wrong" }).check(ctx), isError("E_ACCOUNT"));
    await assert.rejects(
      createCaldavConnector({ ...access, url: "http://127.0.0.1:1/" }).check(ctx),
      isError("E_NETWORK"),
    );
    const adapter = createEventAdapter(access);
    assert.equal(adapter.effectClass, "keyed");
    const order = { account: "acc_1", key: "run_1/1", arguments: { title: "Angebot besprechen", start: Date.parse("2026-12-03T09:00:00Z"), end: Date.parse("2026-12-03T10:00:00Z") } }; // prettier-ignore
    const first = await adapter.act(order, ctx);
    const again = await adapter.act(order, ctx);
    assert.deepEqual([first.outcome, again], ["done", first]);
    const [file, ...others] = radicale.files();
    assert.equal(others.length, 0);
    assert.match(file?.text ?? "", /SUMMARY:Angebot besprechen\r?\n/u);
    assert.equal((await adapter.act({ ...order, key: "run_1/2" }, ctx)).outcome, "done");
    assert.equal(radicale.files().length, 2, "control: another act is another event");
    assert.equal(
      (await adapter.act({ ...order, arguments: { title: "x", start: 2, end: 1 } }, ctx)).outcome,
      "refused",
    );
  });
});

test(
  "appointments of a connected calendar are kept, follow it, and go with it",
  { skip: hasRadicale ? false : "no radicale here" },
  async (t) => {
    const { radicale, access, connector } = await open(t);
    const store = await openStore(await tempFolder(t), ctx);
    t.after(() => store.close());
    await store.profile.set({ timeZone: "Europe/Berlin" }, ctx);
    const settings = { url: access.url, user: access.user };
    const account = { kind: "caldav", name: "Work", address: null, settings, check: null } as const;
    const { id } = await store.accounts.create(account, ctx);
    const series = eventOf("a", "Fair").replace("END:VEVENT", "RRULE:FREQ=DAILY;COUNT=3\r\nEND:VEVENT");
    await radicale.put("a.ics", series);
    const asked = Promise.withResolvers<void>();
    const nextWait = () => {
      const made = Promise.withResolvers<void>();
      made.promise.catch(() => undefined); // nobody may wait yet when it ends
      return made;
    };
    let again = nextWait();
    const reader = { ...connector, wait: () => (asked.resolve(), again.promise) };
    const open1 = () => Promise.resolve({ calendar: reader });
    const collecting = startCollecting(
      { store, open: open1, starts: "x", promised: () => undefined, changed: () => undefined },
      ctx,
    );
    t.after(() => collecting.close());
    const titles = async () =>
      (await store.calendar.between(0, Date.parse("2027-01-01T00:00:00Z"))).map(
        ({ title, start }) => `${title} ${new Date(start).getUTCDate()}`,
      );
    const until = async (wanted: readonly string[]): Promise<void> => {
      for (let tries = 0; String(await titles()) !== String(wanted) && tries < 300; tries += 1) await pause(20);
      assert.deepEqual(await titles(), wanted);
    };
    await collecting.refresh();
    await until(["Fair 3", "Fair 4", "Fair 5"]);
    await asked.promise;
    await radicale.put("b.ics", eventOf("b", "Dentist"));
    await radicale.remove("a.ics");
    const before = again;
    again = nextWait();
    before.resolve();
    await until(["Dentist 3"]);
    await store.accounts.remove(id);
    again.reject(new Error("the account is gone"));
    await collecting.refresh();
    await until([]);
  },
);

test("the password goes to no other server than the account's", async (t) => {
  const asked: string[] = [];
  const thief = createServer((request, response) => {
    asked.push(String(request.headers.authorization));
    response.end();
  });
  const server = createServer((_request, response) => {
    response.writeHead(301, { location: `http://127.0.0.1:${(thief.address() as AddressInfo).port}/` }).end();
  });
  for (const one of [thief, server]) await new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve));
  t.after(() => [thief, server].forEach((one) => one.close()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const connector = createCaldavConnector({ url, user: "office", password: "secret", purpose: "account:acc_1" });
  await assert.rejects(connector.check(ctx), /sends us to 127\.0\.0\.1/u);
  assert.deepEqual(asked, []);
});
