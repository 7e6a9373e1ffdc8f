import assert from "node:assert/strict";
import { test } from "node:test";
import { gmailSettings, graphSettings, telegramSettings } from "../../src/connectors/index.ts";

test("tokens go to another machine over https only", () => {
  const accepts = (api: string) => [
    gmailSettings.safeParse({ clientId: "x", api }).success,
    graphSettings.safeParse({ clientId: "x", api }).success,
    telegramSettings.safeParse({ api }).success,
  ];
  for (const open of [
    "http://bots.example.org",
    "http://127.0.0.1.example.org",
    "http://192.168.0.2:8081",
    "ftp://localhost",
  ]) {
    assert.deepEqual(accepts(open), [false, false, false], open);
  }
  for (const fine of ["https://bots.example.org", "http://127.0.0.1:8081", "http://localhost:1", "http://[::1]:1"]) {
    assert.deepEqual(accepts(fine), [true, true, true], fine);
  }
});
