import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { SkillInfo } from "../../../src/api/index.ts";
import { put, skillText } from "../../agent/skills/_setup.ts";
import { openWorld } from "../doors/_setup.ts";

test("skills over HTTP: an approval names what was looked at and needs the scope admin", async (t) => {
  const world = await openWorld(t, {});
  const folder = join(world.home, "..", "work");
  put(join(world.home, "skills/letters/SKILL.md"), skillText("letters", "Writes letters.", "Be kind."));
  put(join(folder, ".kralle/skills/minutes/SKILL.md"), skillText("minutes", "Writes minutes.", "Be short."));
  const call = (method: string, path: string, body?: object, token = world.token): Promise<Response> =>
    fetch(`${world.gateway}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const list = async (query = ""): Promise<SkillInfo[]> =>
    ((await (await call("GET", `/api/skills${query}`)).json()) as { skills: SkillInfo[] }).skills;
  const [letters] = await list();
  assert.deepEqual([letters?.name, letters?.state, (await list()).length], ["letters", "new", 1]);
  const made = (await (await call("POST", "/api/sessions", { workspace: folder })).json()) as { id: string };
  assert.deepEqual(
    (await list(`?session=${made.id}`)).map(({ name }) => name),
    ["letters", "minutes"],
  );
  assert.equal((await call("GET", "/api/skills?session=ses_00")).status, 404);

  const approve = "/api/skills/letters/approve";
  const made2 = await call("POST", "/api/tokens", { name: "act", scope: "act" });
  const { token } = (await made2.json()) as { token: string };
  assert.equal((await call("POST", approve, { hash: letters?.hash }, token)).status, 403);
  assert.equal((await call("POST", approve, {})).status, 400);
  put(join(world.home, "skills/letters/SKILL.md"), skillText("letters", "Writes letters.", "Be evil."));
  const late = await call("POST", approve, { hash: letters?.hash });
  assert.match(await late.text(), /has changed since it was looked at/);
  assert.equal((await list())[0]?.state, "new", "control: nothing was approved so far");
  const [now] = await list();
  const answer = await call("POST", approve, { hash: now?.hash });
  assert.deepEqual([answer.status, ((await answer.json()) as SkillInfo).state], [200, "approved"]);
  assert.equal((await list())[0]?.state, "approved");
  assert.equal((await call("POST", "/api/skills/minutes/approve", { hash: now?.hash })).status, 404);
});
