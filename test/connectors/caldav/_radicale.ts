import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export const hasRadicale = spawnSync("radicale", ["--version"]).status === 0;

export interface Radicale {
  url: string;
  /** Address of the calendar that "office" has. */
  calendar: string;
  /** Puts, or takes out, an event as another program of the owner does. */
  put(name: string, ics: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Events with these titles in the place of all that is there. */
  fill(titles: readonly string[]): Promise<void>;
  /** Files of the calendar on its disk: what is really there. */
  files(): { name: string; text: string }[];
  close(): Promise<void>;
}

/** A private Radicale with the user "office", the password "secret", and one calendar. Debian: `radicale`. */
export async function openRadicale(folder: string): Promise<Radicale> {
  const store = join(folder, "store");
  mkdirSync(store, { recursive: true });
  const port = await freePort();
  writeFileSync(join(folder, "users"), "office:secret\n");
  const config = join(folder, "config");
  writeFileSync(
    config,
    `[server]\nhosts = 127.0.0.1:${port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = ${join(folder, "users")}\nhtpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = ${store}\n[rights]\ntype = owner_only\n`,
  );
  const child = spawn("radicale", ["--config", config], { stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  for (let tries = 0; !(await isListening(port)); tries += 1) {
    if (tries > 400 || child.exitCode !== null) throw new Error(`Radicale did not start: ${errors}`);
    await pause(25);
  }
  const url = `http://127.0.0.1:${port}/`;
  const calendar = `${url}office/jobs/`;
  const call = async (method: string, at: string, body?: string): Promise<void> => {
    const headers = {
      authorization: `Basic ${Buffer.from("office:secret").toString("base64")}`,
      "content-type": "text/calendar",
    };
    const response = await fetch(at, { method, headers, ...(body === undefined ? {} : { body }) });
    if (!response.ok) throw new Error(`${method} ${at}: ${response.status} ${await response.text()}`);
  };
  await call(
    "MKCALENDAR",
    calendar,
    `<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop><d:displayname>Work</d:displayname></d:prop></d:set></c:mkcalendar>`,
  );
  return {
    url,
    calendar,
    put: (name, ics) => call("PUT", calendar + name, ics),
    async fill(titles) {
      const events = titles.map((title, n) => /BEGIN:VEVENT[^]*END:VEVENT/.exec(eventOf(`${n}`, title))?.[0] ?? "");
      await call("PUT", calendar, ["BEGIN:VCALENDAR", "VERSION:2.0", ...events, "END:VCALENDAR", ""].join("\r\n"));
    },
    remove: (name) => call("DELETE", calendar + name),
    files() {
      const at = join(store, "collection-root", "office", "jobs");
      const names = readdirSync(at).filter((name) => name.endsWith(".ics"));
      return names.map((name) => ({ name, text: readFileSync(join(at, name), "utf8") }));
    },
    async close() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await new Promise((resolve) => child.once("exit", resolve));
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => (socket.destroy(), resolve(true)));
    socket.once("error", () => resolve(false));
  });
}

export const eventOf = (uid: string, title: string, start = "20261203T090000Z", end = "20261203T100000Z"): string =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x", "BEGIN:VEVENT", `UID:${uid}`, "DTSTAMP:20261101T000000Z", `DTSTART:${start}`, `DTEND:${end}`, `SUMMARY:${title}`, "END:VEVENT", "END:VCALENDAR", ""].join("\r\n"); // prettier-ignore
