import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { connect, type TLSSocket } from "node:tls";
import { WebSocket } from "ws";
import { toToken } from "../../../src/core/index.ts";
import { isError, tempFolder } from "../../store/_setup.ts";
import { openReal, type Opened } from "./_server.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

/** A certificate of its own for 127.0.0.1. */
async function makeCertificate(t: TestContext): Promise<{ cert: string; key: string }> {
  const folder = await tempFolder(t);
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const made = spawnSync("openssl", [
    ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=kralle".split(" "),
    "-addext",
    "subjectAltName=IP:127.0.0.1",
    "-keyout",
    key,
    "-out",
    cert,
  ]);
  assert.equal(made.status, 0, String(made.stderr));
  return { cert, key };
}

function dialTls(port: number, ca: Buffer): TLSSocket {
  return connect({ host: "127.0.0.1", port, ca })
    .on("error", () => undefined)
    .resume();
}

/** It is connected, or was ended by the other side already. */
function arrived(socket: TLSSocket): Promise<void> {
  return new Promise((resolve) => void socket.once("secureConnect", resolve).once("close", () => resolve()));
}

describe("with a certificate", { skip: hasOpenssl ? false : "There is no openssl here." }, () => {
  interface Reply {
    status: number | undefined;
    headers: NodeJS.Dict<string | string[]>;
    body: string;
  }
  const ask = (
    opened: Opened,
    ca: Buffer,
    method: string,
    path: string,
    headers: Record<string, string>,
    body = "",
  ): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port: opened.gateway.port, method, path, headers, ca };
      const sent = request(options, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: text }));
      });
      sent.on("error", reject).end(body);
    });

  test("a browser gets a cookie that only this host can set, programs and sockets come in, silent ones do not stay", async (t) => {
    const tls = await makeCertificate(t);
    const opened = await openReal(t, undefined, { tls });
    const { url, port } = opened.gateway;
    const ca = readFileSync(tls.cert);
    assert.equal(url, `https://127.0.0.1:${port}`);
    const link = await opened.app.run("signInLink", {}, {}, opened.ctx);
    assert.ok(link.url.startsWith(`${url}/#code=`));
    const json = { "content-type": "application/json", origin: url };
    const signedIn = await ask(
      opened,
      ca,
      "POST",
      "/api/sign-in",
      json,
      JSON.stringify({ code: link.url.split("#code=")[1] }),
    );
    const [cookie = ""] = signedIn.headers["set-cookie"] ?? [];
    assert.match(cookie, /^__Host-kralle_session_\d+=[^;]+; Path=\/; .*; Secure$/);
    const [pair = ""] = cookie.split(";");
    assert.equal((await ask(opened, ca, "GET", "/api/me", { cookie: pair, origin: url })).status, 200);
    const plain = await ask(opened, ca, "GET", "/api/me", { cookie: pair, origin: url.replace("https", "http") });
    assert.equal(plain.status, 403, "a page without TLS is another origin");

    const idle = Array.from({ length: 40 }, () => dialTls(port, ca));
    t.after(() => idle.forEach((socket) => socket.destroy()));
    await Promise.all(idle.map(arrived));
    const { secret } = await opened.access.create({ kind: "token", name: "ci", scope: "read", days: null });
    const ws = new WebSocket(`${url.replace("https", "wss")}/api/ws`, {
      ca,
      headers: { authorization: `Bearer ${toToken(secret)}` },
    });
    await once(ws, "open");
    const more = Array.from({ length: 60 }, () => dialTls(port, ca));
    t.after(() => more.forEach((socket) => socket.destroy()));
    await Promise.all(more.map(arrived));
    assert.equal(ws.readyState, WebSocket.OPEN, "who has proven something makes no room for those who have not");
    ws.close();
  });

  test("files that are none of a certificate are told by their setting", async (t) => {
    const folder = await tempFolder(t);
    const tls = await makeCertificate(t);
    const wrong = join(folder, "wrong.pem");
    writeFileSync(wrong, "no certificate");
    await assert.rejects(
      openReal(t, undefined, { tls: { ...tls, key: join(folder, "none.pem") } }),
      isError("E_CONFIG", /gateway\.tls\.key/),
    );
    await assert.rejects(openReal(t, undefined, { tls: { ...tls, cert: wrong } }), isError("E_CONFIG", /gateway\.tls/));
    await assert.rejects(openReal(t, undefined, { host: "0.0.0.0" }), isError("E_CONFIG", /allowNetwork/));
  });
});
