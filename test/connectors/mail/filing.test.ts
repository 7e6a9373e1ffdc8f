import assert from "node:assert/strict";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { createEmulator } from "emulate";
import { openNet } from "../../../scripts/testing/broker.ts";
import {
  createGmailFiling,
  createGraphFiling,
  createMaildirConnector,
  createMaildirFiling,
  maildirSettings,
  type MailChange,
  type PlacedMail,
} from "../../../src/connectors/index.ts";
import { createTokens } from "../../../src/connectors/oauth/tokens.ts";
import { beginSignIn, finishSignIn } from "../../../src/connectors/oauth/signIn.ts";
import { openGraph } from "../../../src/world/index.ts";
import { createContext, tempFolder } from "../../store/_setup.ts";

const ctx = createContext({ net: openNet() });
const orderOf = (given: unknown) => ({ account: "acc_1", key: "k", arguments: given });
const placed = (id: string): (() => Promise<PlacedMail>) => {
  return () => Promise.resolve({ messageId: null, places: [{ folder: "x", uidValidity: id, uid: 0 }] });
};

type Adapter = ReturnType<typeof createMaildirFiling>;

/** Not done, then done, then known to be done. */
async function goes({ act, query }: Adapter, given: object): Promise<void> {
  const order = orderOf({ mail: "mail_1", ...given });
  assert.equal(await query!(order, ctx), null, `before: ${JSON.stringify(given)}`);
  assert.equal((await act(order, ctx)).outcome, "done", JSON.stringify(given));
  assert.notEqual(await query!(order, ctx), null, `after: ${JSON.stringify(given)}`);
}

describe("mail is filed", () => {
  test("in a Maildir by one rename under its own name, where the owner lets Kralle; nowhere out of it", async (t) => {
    const path = await tempFolder(t);
    for (const part of ["cur", "new", "tmp"]) await mkdir(join(path, part));
    await writeFile(join(path, "new", "1.a.host"), "Subject: one\r\n\r\nHello\r\n");
    const adapter = createMaildirFiling(path, true, placed("1.a.host"));
    await goes(adapter, { action: "flag", add: ["\\Seen", "\\Flagged"], remove: [] });
    assert.deepEqual(await readdir(join(path, "cur")), ["1.a.host:2,FS"]);
    await goes(adapter, { action: "archive" });
    assert.deepEqual(await readdir(join(path, ".Archive", "cur")), ["1.a.host:2,FS"], "its marks go with it");
    await goes(adapter, { action: "move", folder: "Kunden" });
    await goes(adapter, { action: "move", folder: "INBOX" });
    assert.match(await readFile(join(path, "cur", "1.a.host:2,FS"), "utf8"), /Subject: one/u);
    const brought: MailChange[] = [];
    const settings = maildirSettings.parse({ path, address: "a@b.example" });
    for await (const { changes } of createMaildirConnector(settings).pull(null, ctx)) brought.push(...changes);
    assert.deepEqual(
      brought.map((one) => one.type === "mail" && [one.folder, one.uidValidity]),
      [["INBOX", "1.a.host"]],
    );

    const elsewhere = await tempFolder(t);
    await symlink(elsewhere, join(path, ".Away"));
    for (const folder of ["../x", "a/b", ".hidden", "a..b", "Away"]) {
      const act = await adapter.act(orderOf({ action: "move", mail: "mail_1", folder }), ctx);
      assert.equal(act.outcome, "refused", folder);
    }
    assert.deepEqual([await readdir(elsewhere), (await readdir(join(path, "cur"))).length], [[], 1]);
    const reading = createMaildirFiling(path, false, placed("1.a.host"));
    assert.equal((await reading.act(orderOf({ action: "archive", mail: "mail_1" }), ctx)).outcome, "refused");
    const other = createMaildirFiling(path, true, placed("2.b.host"));
    assert.equal((await other.act(orderOf({ action: "archive", mail: "mail_1" }), ctx)).outcome, "refused");
  });

  test("behind Gmail's API by labels", async (t) => {
    const seed = { google: { users: [{ email: "owner@example.com", name: "Owner" }] } };
    const google = await createEmulator({ service: "google", port: 0, seed });
    t.after(() => google.close());
    const call = async (method: string, path: string, body?: unknown) => {
      const headers = { authorization: "Bearer x", "content-type": "application/json" };
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      return (await (await fetch(`${google.url}/gmail/v1/users/me/${path}`, init)).json()) as {
        id: string;
        labelIds: string[];
      };
    };
    const raw = Buffer.from("From: a@example.com\r\nSubject: x\r\n\r\nHello\r\n").toString("base64url");
    const { id } = await call("POST", "messages/import", { raw, labelIds: ["INBOX", "UNREAD"] });
    const tokens = { access: () => Promise.resolve("x"), drop: () => undefined };
    const adapter = createGmailFiling({ name: "Gmail", api: google.url, tokens, purpose: "mail:acc_1" }, placed(id));
    const labels = async () => (await call("GET", `messages/${id}?format=minimal`)).labelIds.toSorted();
    await goes(adapter, { action: "flag", add: ["\\Seen", "\\Flagged"], remove: [] });
    assert.deepEqual(await labels(), ["INBOX", "STARRED"]);
    await goes(adapter, { action: "archive" });
    assert.deepEqual(await labels(), ["STARRED"]);
    await goes(adapter, { action: "move", folder: "Kunden" });
    const [own = ""] = (await labels()).filter((one) => one !== "STARRED");
    assert.equal((await labels()).length, 2);
    await goes(adapter, { action: "move", folder: "INBOX", from: "Kunden" });
    assert.ok(own !== "INBOX" && !(await labels()).includes(own));
    assert.deepEqual(await labels(), ["INBOX", "STARRED"]);
    const gone = createGmailFiling({ name: "Gmail", api: google.url, tokens, purpose: "mail:acc_1" }, placed("none"));
    assert.equal((await gone.act(orderOf({ action: "archive", mail: "m" }), ctx)).outcome, "refused");
  });

  test("behind Microsoft Graph by moving, under an id that stays", async (t) => {
    const client = { id: "kralle", secret: "none" };
    const graph = await openGraph({ client, address: "owner@example.com" });
    t.after(() => graph.close());
    const server = { authorize: `${graph.url}/authorize`, token: `${graph.url}/token`, scopes: ["Mail.ReadWrite"] };
    const signIn = beginSignIn(server, client, "http://127.0.0.1:1/signed-in");
    const { refreshToken } = await finishSignIn(
      signIn,
      graph.signIn.agree(signIn.url),
      server,
      client,
      "mail:acc_1",
      ctx,
    );
    const tokens = createTokens({ server, client, refreshToken, purpose: "mail:acc_1", keep: () => Promise.resolve() });
    const id = graph.deliver(Buffer.from("Subject: x\r\n\r\nHello\r\n"), Date.now());
    const adapter = createGraphFiling({ name: "Outlook", api: graph.url, tokens, purpose: "mail:acc_1" }, placed(id));
    await goes(adapter, { action: "flag", add: ["\\Seen", "\\Flagged"], remove: [] });
    await goes(adapter, { action: "archive" });
    await goes(adapter, { action: "move", folder: "Kund's Post" });
    await goes(adapter, { action: "move", folder: "INBOX" });
    assert.deepEqual(graph.folderOf(id), "inbox");
    const gone = createGraphFiling({ name: "Outlook", api: graph.url, tokens, purpose: "mail:acc_1" }, placed("none"));
    assert.equal((await gone.act(orderOf({ action: "archive", mail: "m" }), ctx)).outcome, "refused");
  });
});
