import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createHttps } from "node:https";
import { connect, createServer as createTcp, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { createServer as createTls } from "node:tls";
import type { TestContext } from "node:test";
import { systemClock, type ServiceRecord } from "../../../src/core/index.ts";
import { createBroker } from "../../../src/guard/egress/broker.ts";
import type { EgressEntry } from "../../../src/guard/egress/types.ts";
import { createAccountGrants } from "../../../src/app/egress/accounts.ts";
import { createContext, tempFolder } from "../../store/_setup.ts";

const PUBLIC = "93.184.216.34";

/** What a domain has on the internet. */
export interface Domain {
  /** Bodies by host and path, over HTTPS. */
  pages?: Record<string, string>;
  /** By the name that is asked about, MX and SRV. */
  records?: Record<string, ServiceRecord[]>;
  /** Greetings by host and port; 993 and 465 speak TLS. */
  servers?: Record<string, string>;
  /** Hosts that lead into the local network. */
  inside?: string[];
}

/** A certificate for a domain and all below it, made by an authority of its own. */
async function certify(t: TestContext, domain: string): Promise<{ key: Buffer; cert: Buffer }> {
  const folder = await tempFolder(t);
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const names = `subjectAltName=DNS:${domain},DNS:*.${domain}`;
  const args = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const made = spawnSync("openssl", [
    ...args,
    "-keyout",
    key,
    "-out",
    cert,
    "-subj",
    `/CN=${domain}`,
    "-addext",
    names,
  ]);
  if (made.status !== 0) throw new Error(made.stderr.toString());
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

/** The domain behind the real broker: its names lead to a public address, which leads to servers of this machine. */
export async function openDomain(
  t: TestContext,
  domain: string,
  { pages = {}, records = {}, servers = {}, inside = [] }: Domain,
) {
  const { key, cert } = await certify(t, domain);
  const entries: EgressEntry[] = [];
  const asked: string[] = [];
  const listeners = new Map<string, number>();
  const listen = async (server: Server): Promise<number> => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    t.after(() => server.close());
    return (server.address() as AddressInfo).port;
  };
  const web = await listen(
    createHttps({ key, cert }, (request, response) => {
      const path = `${request.headers.host}${request.url}`;
      asked.push(path);
      const body = pages[path];
      response.writeHead(body === undefined ? 404 : 200).end(body);
    }),
  );
  for (const [place, greeting] of Object.entries(servers)) {
    const hello = (socket: NodeJS.WritableStream): void => void socket.on("error", () => undefined).end(greeting);
    const isTls = /:(?:993|465)$/.test(place);
    listeners.set(place, await listen(isTls ? createTls({ key, cert }, hello) : createTcp(hello)));
  }
  /** The last name that was looked up, by its address: the broker dials addresses. */
  const names = new Map<string, string>();
  const addressOf = (host: string): string => {
    const known = [...names].find(([, name]) => name === host);
    if (known) return known[0];
    const address = inside.includes(host) ? `10.0.0.${names.size + 1}` : `${PUBLIC.slice(0, -2)}${names.size + 10}`;
    names.set(address, host);
    return address;
  };
  const grants = createAccountGrants();
  const broker = createBroker({
    grants: async ({ purpose }) => (purpose === null ? [] : grants.of(purpose)),
    isLocked: () => false,
    record: (entry) => void entries.push(entry),
    clock: systemClock,
    ca: cert.toString(),
    lookup: async (host) => [addressOf(host)],
    records: async (name) => records[name] ?? [],
    dial: async ({ address, port }) => {
      const host = names.get(address) ?? "";
      const to = port === 443 ? web : listeners.get(`${host}:${port}`);
      if (to === undefined) throw Object.assign(new Error(`connect ECONNREFUSED ${host}`), { code: "ECONNREFUSED" });
      const socket = connect(to, "127.0.0.1");
      await once(socket, "connect");
      return socket;
    },
  });
  t.after(() => broker.close());
  return { ctx: createContext({ net: broker }), grants, entries, asked };
}
