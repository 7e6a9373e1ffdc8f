import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect, createServer as createTcp, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { createSecureContext, TLSSocket } from "node:tls";
import { SMTPServer } from "smtp-server";
import type { Net } from "../../../src/core/index.ts";
import { imapSettings, tryLogin } from "../../../src/connectors/index.ts";
import { plainNet } from "../../../scripts/testing/net.ts";
import { createContext, isError, tempFolder } from "../../store/_setup.ts";

const HOST = "mail.firma.example";

/** An SMTP server that takes a password only after STARTTLS, or does not know it; with a certificate that its owner made. */
async function openSmtp(t: TestContext, knowsTls: boolean) {
  const folder = await tempFolder(t);
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const name = ["-subj", `/CN=${HOST}`, "-addext", `subjectAltName=DNS:${HOST}`];
  assert.equal(spawnSync("openssl", [...kind, "-keyout", key, "-out", cert, ...name]).status, 0);
  const passwords: { password: string; secure: boolean }[] = [];
  const server = new SMTPServer({
    key: readFileSync(key),
    cert: readFileSync(cert),
    allowInsecureAuth: true,
    disabledCommands: knowsTls ? [] : ["STARTTLS"],
    logger: false,
    onAuth({ password }, session, done) {
      passwords.push({ password: password ?? "", secure: session.secure });
      done(null, { user: "ada" });
    },
  });
  server.on("error", () => undefined); // clients that leave
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const smtp = (server.server.address() as AddressInfo).port;
  return {
    passwords,
    smtp,
    imap: await openImap(t, readFileSync(key), readFileSync(cert)),
    ca: readFileSync(cert, "utf8"),
  };
}

/** As much of IMAP as a login needs, behind STARTTLS alone. */
async function openImap(t: TestContext, key: Buffer, cert: Buffer): Promise<number> {
  const serve = (socket: Socket, isSecure: boolean): void => {
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      for (const line of chunk.toString().split("\r\n")) {
        const [tag = "", command = ""] = line.split(" ");
        if (command === "") continue;
        const said = isSecure ? "IMAP4rev1 AUTH=PLAIN SASL-IR" : "IMAP4rev1 STARTTLS LOGINDISABLED";
        if (/^capability$/i.test(command)) socket.write(`* CAPABILITY ${said}\r\n`);
        socket.write(`${tag} OK done\r\n`);
        if (!/^starttls$/i.test(command)) continue;
        socket.removeAllListeners("data");
        const secureContext = createSecureContext({ key, cert });
        return serve(new TLSSocket(socket, { isServer: true, secureContext }), true);
      }
    });
  };
  const server = createTcp((socket) => {
    socket.write("* OK ready\r\n");
    serve(socket, false);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** The name leads to this machine, as a name server would say it. */
const net: Net = {
  ...plainNet,
  for: () => net,
  resolve: async ({ host, port }) => [{ address: "127.0.0.1", family: 4, port, serverName: host }],
  connect: async ({ port }) => connect(port, "127.0.0.1"),
};

test("elsewhere than on this machine a password is sent only after STARTTLS, to a server that is who it says", async (t) => {
  const ctx = createContext({ net });
  const login = (server: { smtp: number; imap: number; ca?: string }) => {
    const [imap, smtp] = [server.imap, server.smtp].map((port) => ({ host: HOST, port, tls: false }));
    const ca = server.ca === undefined ? {} : { ca: server.ca };
    return tryLogin(imapSettings.parse({ user: "ada", imap, smtp, ...ca }), "s3cret", { purpose: "mail:a" }, ctx);
  };
  const server = await openSmtp(t, true);
  await login(server);
  assert.deepEqual(server.passwords, [{ password: "s3cret", secure: true }]);
  await assert.rejects(login({ smtp: server.smtp, imap: server.imap }), isError("E_ACCOUNT", /not trusted/));
  const plain = await openSmtp(t, false);
  await assert.rejects(login(plain), isError("E_ACCOUNT", /SMTP.*does not encrypt/));
  assert.deepEqual([server.passwords.length, plain.passwords.length], [1, 0], "nobody else heard it");
});
