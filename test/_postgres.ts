import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { after } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const STARTS = 4;

/** A PostgreSQL of this test file alone: real, empty, gone when the file has run or its process has died. */
export interface Postgres {
  /** For `test(name, { skip }, …)`: why the tests cannot run here, or false. Where continuous integration runs they never skip. */
  readonly skip: string | false;
  /** Its address; empty, or a copy of `template`, one of these that nobody is connected to. The first call starts the server. */
  freshDatabase(template?: string): Promise<string>;
}

export interface PostgresOptions {
  /** Writes as a server in use does; without it a commit survives the death of processes, but no power cut. */
  fsync?: boolean;
}

interface Server {
  port: number;
  stop(): Promise<void>;
}

type User = { uid: number; gid: number } | Record<string, never>;

/** Call it once at the head of a test file. */
export function usePostgres(options: PostgresOptions = {}): Postgres {
  const postgres = createPostgres(options);
  after(() => postgres.stop());
  return postgres;
}

/** The same for programs that are no tests. */
export function createPostgres({ fsync = false }: PostgresOptions = {}): Postgres & { stop(): Promise<void> } {
  const programs = findPrograms();
  let server: Promise<Server> | null = null;
  let databases = 0;
  return {
    skip: whyToSkip(programs, process.env["KRALLE_CI"]),
    async freshDatabase(template) {
      if (programs === null) throw new Error("PostgreSQL is not installed (Debian: apt-get install postgresql).");
      server ??= startServer(programs, fsync);
      const { port } = await server;
      databases += 1;
      const name = `test${databases}`;
      const like = template === undefined ? [] : ["-T", new URL(template).pathname.slice(1)];
      await run(join(programs, "createdb"), ["-h", "127.0.0.1", "-p", String(port), "-U", "kralle", ...like, name]);
      return `postgresql://kralle@127.0.0.1:${port}/${name}`;
    },
    async stop() {
      if (server) await (await server).stop();
    },
  };
}

/** Machines of contributors may lack the programs; where KRALLE_CI is set (`.ci/run`), what lacks is a failure. */
export function whyToSkip(programs: string | null, ci: string | undefined): string | false {
  return programs === null && !ci ? "PostgreSQL is not installed (Debian: apt-get install postgresql)" : false;
}

/** The folder of the newest installed release. Debian keeps the server's programs out of PATH. */
function findPrograms(): string | null {
  const folders = globSync(["/usr/lib/postgresql/*/bin", "/usr/local/bin", "/opt/homebrew/opt/postgresql*/bin"]);
  const release = (folder: string): number => Number(/postgresql[/@](\d+)/.exec(folder)?.[1] ?? 0);
  const complete = folders.filter((folder) => existsSync(join(folder, "initdb")));
  return complete.toSorted((a, b) => release(b) - release(a))[0] ?? null;
}

async function startServer(programs: string, fsync: boolean): Promise<Server> {
  let failure = "";
  for (let start = 0; start < STARTS; start++) {
    const port = await findFreePort(); // somebody may take it before the server does: then another one
    const started = await tryStart(programs, port, fsync);
    if (typeof started !== "string") return started;
    failure = started;
  }
  throw new Error(`PostgreSQL did not start: ${failure}`);
}

// The shell outlives a test process that is killed: it sees its input end, ends the server and removes what that wrote.
const GUARD = `folder=$1; shift
exec 3<&0
"$@" 3<&- & server=$!
exec 2>/dev/null
cat <&3
kill -QUIT $server
wait $server
rm -rf "$folder"`;

/** The running server, or what it said when it did not start. */
async function tryStart(programs: string, port: number, fsync: boolean): Promise<Server | string> {
  const user = findUser();
  const folder = mkdtempSync(join(tmpdir(), "kralle-postgres-"));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const env = { PATH: process.env["PATH"], LC_ALL: "C.UTF-8" };
  // Of loopback, and without a password: open to who has an account here and finds it, and so holds nothing but what tests make.
  const init = ["-D", folder, "-U", "kralle", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
  await run(join(programs, "initdb"), init, { ...user, cwd: "/", env });
  const settings = [`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"];
  if (!fsync) settings.push("fsync=off", "full_page_writes=off");
  const server = [join(programs, "postgres"), "-D", folder, ...settings.flatMap((one) => ["-c", one])];
  const guard = spawn("/bin/sh", ["-c", GUARD, "sh", folder, ...server], {
    ...user,
    cwd: "/",
    env,
    detached: true, // ^C at the terminal is for the test process, which ends the server in its own time
    stdio: ["pipe", "ignore", "pipe"],
  });
  const stop = async (): Promise<void> => {
    const ended = once(guard, "exit");
    guard.stdin.end();
    await ended;
  };
  const failure = await findFailure(guard.stderr);
  if (failure === null) return { port, stop };
  await stop();
  return failure;
}

/** Null once the server takes connections, what it said if it ended before. */
async function findFailure(stderr: Readable): Promise<string | null> {
  const said: string[] = [];
  const { promise, resolve } = Promise.withResolvers<string | null>();
  stderr.setEncoding("utf8");
  stderr.on("data", (text: string) => {
    said.push(text);
    if (said.join("").includes("ready to accept connections")) resolve(null); // goes on being read, or the server would block
  });
  stderr.on("end", () => resolve(said.join("")));
  return promise;
}

/** PostgreSQL refuses to run as root: then its own user, or nobody. */
function findUser(): User {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync("/etc/passwd", "utf8").split("\n");
  const found = ["postgres", "nobody"].map((name) => accounts.find((line) => line.startsWith(`${name}:`)));
  const [, , uid, gid] = (found.find((line) => line !== undefined) ?? "::65534:65534").split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
