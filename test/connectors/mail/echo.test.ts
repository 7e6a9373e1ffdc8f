import assert from "node:assert/strict";
import { createServer, type AddressInfo } from "node:net";
import { describe, test, type TestContext } from "node:test";
import { SMTPServer } from "smtp-server";
import { openNet } from "../../../scripts/testing/broker.ts";
import { createMailAdapter, tryLogin } from "../../../src/connectors/index.ts";
import { createContext } from "../../store/_setup.ts";
import { accessTo, connectorTo, pullAll } from "./_mailbox.ts";

const ctx = createContext({ net: openNet() });
const PASSWORD = "correct horse battery";

/** Servers that repeat what they were given, as some do in the name of a helpful log. */
async function openImapEcho(t: TestContext): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.write("* OK [CAPABILITY IMAP4rev1] hello\r\n");
    socket.on("data", (bytes) => {
      for (const line of bytes.toString("utf8").split("\r\n").filter(Boolean)) {
        const [tag = "*", verb = "", ...rest] = line.split(" ");
        const isLogin = verb.toUpperCase() === "LOGIN";
        socket.write(isLogin ? `${tag} NO [AUTHENTICATIONFAILED] bad: ${rest.join(" ")}\r\n` : `${tag} OK done\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function openSmtpEcho(t: TestContext): Promise<number> {
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onAuth: ({ password = "" }, _session, done) =>
      done(new Error(`wrong: ${password}, ${Buffer.from(`\0office\0${password}`).toString("base64")}`)),
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => new Promise<void>((resolve) => server.close(resolve)));
  return (server.server.address() as AddressInfo).port;
}

const messageOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => assert.fail("let in"),
    (thrown: Error) => thrown.message,
  );

const holdsNothingOf = (text: string, password: string): void => {
  assert.ok(!text.includes(password), text);
  assert.ok(!text.includes(Buffer.from(password).toString("base64").slice(3, -4)), text);
};

describe("a server that repeats the password", () => {
  test("is quoted without it when it is asked, read and sent through", async (t) => {
    const port = await openImapEcho(t);
    const smtpPort = await openSmtpEcho(t);
    const { settings, purpose } = accessTo(port, { smtpPort });
    const asked = await messageOf(tryLogin(settings, PASSWORD, { purpose }, ctx));
    assert.match(asked, /does not take this password: .*bad: .*\[secret\]/, "what else it says is told");
    holdsNothingOf(asked, PASSWORD);
    const connector = connectorTo(port, { password: PASSWORD });
    t.after(() => connector.close());
    holdsNothingOf(await messageOf(pullAll(connector, null, ctx)), PASSWORD);
    const adapter = createMailAdapter({ purpose, user: "office", password: PASSWORD, smtp: settings.smtp, sent: null });
    const letter = { from: "office@example.org", to: ["ada@example.org"], subject: "Hello", text: "Hello." };
    const act = JSON.stringify(await adapter.act({ account: "acc_1", key: "k1", arguments: letter }, ctx));
    assert.match(act, /refused.*\[secret\]/);
    holdsNothingOf(act, PASSWORD);
  });

  test("is not quoted at all where the password is too short to be told from words", async (t) => {
    const port = await openImapEcho(t);
    const { settings, purpose } = accessTo(port);
    assert.match(await messageOf(tryLogin(settings, "x1y2", { purpose }, ctx)), /does not take this password: -$/);
  });
});
