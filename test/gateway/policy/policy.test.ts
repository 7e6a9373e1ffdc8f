import assert from "node:assert/strict";
import { test } from "node:test";
import type { PolicyInfo } from "../../../src/api/index.ts";
import { openWorld } from "../doors/_setup.ts";

test("the policy over HTTP: everybody who may read sees it, and only an admin changes it", async (t) => {
  const world = await openWorld(t, {});
  const call = (method: string, path: string, body?: object, token = world.token): Promise<Response> =>
    fetch(`${world.gateway}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const texts = async (token = world.token): Promise<string[]> => {
    const answer = await call("GET", "/api/policy", undefined, token);
    return ((await answer.json()) as { lines: PolicyInfo[] }).lines.map(({ text }) => text);
  };
  const { token } = (await (await call("POST", "/api/tokens", { name: "act", scope: "act" })).json()) as {
    token: string;
  };
  const line = { text: "allow * even from outside" };
  assert.equal((await call("POST", "/api/policy", line, token)).status, 403);
  assert.deepEqual(await texts(token), []);
  const added = await call("POST", "/api/policy", line);
  const { id, words } = (await added.json()) as PolicyInfo;
  assert.deepEqual([added.status, words?.de], [201, "Ohne Frage: alles (auch nach Text von außen)."]);
  assert.deepEqual(await texts(token), [line.text]);
  assert.match(await (await call("POST", "/api/policy", { text: "allow" })).text(), /No tool can be called/);
  const explained = await call("GET", "/api/policy/explain?tool=send_mail&to=eve@evil.example", undefined, token);
  assert.equal(((await explained.json()) as { decision: string }).decision, "allow");
  assert.equal((await call("DELETE", `/api/policy/${id}`, undefined, token)).status, 403);
  assert.equal((await call("DELETE", `/api/policy/${id}`)).status, 200);
  assert.equal((await call("DELETE", `/api/policy/${id}`)).status, 404);
  assert.deepEqual(await texts(), []);
});
