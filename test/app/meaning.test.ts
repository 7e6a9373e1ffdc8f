import assert from "node:assert/strict";
import { test } from "node:test";
import { createMeaning } from "../../src/app/desks/meaning.ts";
import { createJudging } from "../../src/desks/inbox/judging.ts";
import { arrivedOf } from "../store/_mails.ts";
import { createContext, tempFolder, tempStore } from "../store/_setup.ts";

test("the encoder is fetched for nobody: where it is not on this machine, mail is judged by its words", async (t) => {
  const home = await tempFolder(t);
  let asked = 0;
  const encoder = (): Promise<never> => Promise.reject(new Error(`asked ${(asked += 1)} times`));
  const meaning = createMeaning({ home, encoder });
  assert.equal(await meaning("Rechnung", createContext()), null);
  assert.equal(asked, 0);
});

test("a mail's vector is computed once, however often it is looked at", async (t) => {
  const ctx = createContext();
  const store = await tempStore(t);
  const { added } = await store.mails.take(
    {
      account: "acc_1",
      changes: [arrivedOf(1, { subject: "Rechnung 17", text: "Zahlbar bis Freitag." })],
      cursor: 1,
      starts: null,
    },
    ctx,
  );
  const mail = await store.mails.get(added[0]!);
  const texts: string[] = [];
  const meaning = (text: string): Promise<Float32Array> => {
    texts.push(text);
    return Promise.resolve(new Float32Array(384).fill(0.05));
  };
  const judging = createJudging({ store, meaning }, ctx);
  const first = await judging.judge(mail!);
  const second = await judging.judge(mail!);
  assert.deepEqual(first.judgement, second.judgement);
  assert.deepEqual(texts, ["Rechnung 17\nZahlbar bis Freitag."]);
});
