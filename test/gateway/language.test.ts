import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toGerman } from "../../src/cli/texts/translate.ts";
import { createSpeak, inWordsOf, type Translate } from "../../src/gateway/language.ts";
import { openReal } from "./gate/_server.ts";

const translate: Translate = (text, language) => Promise.resolve(language === "de" ? toGerman(text) : null);
const REFUSAL = { code: "E_UNAUTHENTICATED", message: "A valid credential is missing.", retryable: false } as const;
const GERMAN = toGerman(REFUSAL.message);

describe("the language of a failure", () => {
  const cases: [accepted: string | undefined, expected: string | null][] = [
    [undefined, REFUSAL.message],
    ["", REFUSAL.message],
    ["en-GB,en;q=0.9,de;q=0.8", REFUSAL.message],
    ["*", REFUSAL.message],
    ["de-AT", GERMAN],
    ["fr, de;q=0.5, en;q=0.4", GERMAN],
    ["en;q=0.3, DE;q=0.9", GERMAN],
    [`${"x,".repeat(50_000)}de`, REFUSAL.message],
  ];
  for (const [accepted, expected] of cases) {
    test(`is that which is preferred: ${accepted?.slice(0, 40)}`, async () => {
      const spoken = await createSpeak(accepted, translate)(REFUSAL);
      assert.deepEqual(spoken, { ...REFUSAL, message: expected });
    });
  }

  test("is English where nobody translates, and where there are no words for it", async () => {
    assert.equal((await createSpeak("de", undefined)(REFUSAL)).message, REFUSAL.message);
    const strange = { ...REFUSAL, message: "Segmentation fault" };
    assert.deepEqual(await createSpeak("de", translate)(strange), strange);
  });

  test("says nothing to what is no failure", async () => {
    const speak = createSpeak("de", translate);
    const answers = [new Response("{}", { status: 200 }), new Response("gone", { status: 404 })];
    for (const answer of answers) assert.equal(await inWordsOf(speak, answer), answer);
  });

  test("comes through the gate, with its status and headers, and a program gets English", async (t) => {
    const { gateway } = await openReal(t, undefined, {}, { translate });
    const ask = async (headers: Record<string, string>): Promise<[number, unknown]> => {
      const response = await fetch(`${gateway.url}/api/me`, { headers });
      return [response.status, ((await response.json()) as { error: { message: string } }).error.message];
    };
    assert.deepEqual(await ask({ "accept-language": "de" }), [401, GERMAN]);
    assert.deepEqual(await ask({}), [401, REFUSAL.message]);
  });
});
