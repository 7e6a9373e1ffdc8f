import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../../src/core/index.ts";
import { createBroker } from "../../../src/guard/egress/broker.ts";
import type { EgressEntry } from "../../../src/guard/egress/types.ts";
import { isError } from "../../store/_setup.ts";

test("name servers are asked about services only where a purpose may, never while locked, and each question is recorded", async () => {
  const entries: EgressEntry[] = [];
  const asked: string[] = [];
  let isLocked = false;
  const broker = createBroker({
    grants: async ({ purpose }) =>
      purpose === "mail:setup"
        ? [{ purpose, host: "a.example", port: 53, reach: "public", follows: "granted", readOnly: false }]
        : [],
    isLocked: () => isLocked,
    record: (entry) => void entries.push(entry),
    clock: systemClock,
    records: async (name, type) => {
      asked.push(`${type} ${name}`);
      if (asked.length > 1) throw Object.assign(new Error("queryMx ESERVFAIL"), { code: "ESERVFAIL" });
      return [{ host: "mx.a.example", port: null, priority: 10 }];
    },
  });
  const net = broker.for("mail:setup");
  assert.deepEqual(await net.records({ name: "A.example", type: "MX" }), [
    { host: "mx.a.example", port: null, priority: 10 },
  ]);
  await assert.rejects(net.records({ name: "b.example", type: "MX" }), isError("E_REFUSED"));
  await assert.rejects(broker.for("web").records({ name: "a.example", type: "MX" }), isError("E_REFUSED"));
  await assert.rejects(broker.records({ name: "a.example", type: "MX" }), isError("E_REFUSED"));
  await assert.rejects(net.records({ name: "a.example", type: "SRV" }), isError("E_NETWORK"));
  isLocked = true;
  await assert.rejects(net.records({ name: "a.example", type: "MX" }), isError("E_PRIVACY_LOCK"));
  assert.deepEqual(asked, ["MX a.example", "SRV a.example"]);
  assert.deepEqual(
    entries.map(({ method, host, outcome, result }) => [method, host, outcome, result]),
    [
      ["MX", "a.example", "started", null],
      ["MX", "a.example", "done", null],
      ["MX", "b.example", "refused", "E_REFUSED"],
      ["MX", "a.example", "refused", "E_REFUSED"],
      ["MX", "a.example", "refused", "E_REFUSED"],
      ["SRV", "a.example", "started", null],
      ["SRV", "a.example", "failed", "ESERVFAIL"],
      ["MX", "a.example", "refused", "E_PRIVACY_LOCK"],
    ],
  );
  broker.close();
});
