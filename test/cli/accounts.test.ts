import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { hasDovecot, openMail } from "../durable/effects/kill/mail.ts";
import { run, tempFolder } from "./_setup.ts";

const GERMAN = { LC_ALL: "de_DE.UTF-8" };
const inOneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

test("kralle accounts: connect with a piped password, list, switch, remove", { skip: !hasDovecot }, async (t) => {
  const folder = tempFolder(t);
  const home = join(folder, "home");
  const world = await openMail(join(folder, "mail"), () => "none");
  t.after(() => world.close());
  const { imapPort, smtpPort } = world.places.filing;
  const servers = ["--imap", `127.0.0.1:${imapPort}`, "--smtp", `127.0.0.1:${smtpPort}`, "--user", "office"];
  const connect = (input: string, env = {}) =>
    run(["accounts", "connect", "office@example.org", ...servers, "--password-stdin"], { home, input, env });

  const refused = await connect("wrong\n", GERMAN);
  assert.equal(refused.code, 1);
  assert.match(inOneLine(refused.stderr), /nimmt dieses Passwort nicht an.*App-Passwort/);
  const connected = await connect("secret\n", GERMAN);
  assert.equal(connected.code, 0, connected.stderr);
  assert.match(inOneLine(connected.stdout), /office@example.org ist verbunden\..*geht · imap/);
  assert.doesNotMatch(`${refused.stderr}${connected.stdout}${connected.stderr}`, /wrong|secret/);

  const kept = await run(["accounts", "rm", "office@example.org"], { home });
  assert.equal(kept.code, 2);
  assert.match(inOneLine(kept.stderr), /With office@example.org go its password.*--yes/);
  assert.match((await run(["accounts", "rm", "office@example.org", "--yes"], { home })).stdout, /is removed/);
});

test("what the command line says wrong is refused before anything is asked", async (t) => {
  const home = join(tempFolder(t), "home");
  const wrong = await run(["accounts", "connect", "a@b.example", "--imap", "http://x", "--smtp", "y"], { home });
  assert.deepEqual([wrong.code, /no server/.test(wrong.stderr)], [2, true]);
  const missing = await run(["accounts", "rm"], { home });
  assert.equal(missing.code, 2);
});
