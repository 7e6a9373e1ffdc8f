import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createCodes } from "../../src/app/access/codes.ts";
import type { Credentials } from "../../src/store/index.ts";
import { tempStore } from "../store/_setup.ts";
import { checkPairing } from "./pairing.ts";

describe("who may come in, in any order of what can happen", () => {
  it("codes work once and not for long, rights never grow, what ended stays ended", async (t) => {
    const store = await tempStore(t);
    const fresh = async (): Promise<Credentials> => {
      await store.db.run("DELETE FROM credentials");
      return store.credentials;
    };
    await checkPairing(fresh, 11, 150);
  });

  it("control: a store that forgets revocations is found out", async (t) => {
    const store = await tempStore(t);
    const fresh = async (): Promise<Credentials> => {
      await store.db.run("DELETE FROM credentials");
      return { ...store.credentials, revoke: () => Promise.resolve() };
    };
    await assert.rejects(checkPairing(fresh, 11, 150));
  });

  it("of a thousand who bring the same code at once, one is let in", () => {
    const codes = createCodes(() => 0);
    const { code } = codes.make({ scope: "act" });
    const letIn = Array.from({ length: 1_000 }, () => codes.take(code)).filter((grant) => grant !== null);
    assert.deepEqual(letIn, [{ scope: "act" }]);
  });
});
