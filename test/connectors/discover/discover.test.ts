import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import * as fc from "fast-check";
import { parseAutoconfig } from "../../../src/connectors/mail/discover/autoconfig.ts";
import { PROVIDERS } from "../../../src/connectors/mail/discover/providers.ts";
import {
  DISCOVERY_PURPOSE,
  discoverServers,
  discoveryPlaces,
  type FoundServers,
} from "../../../src/connectors/index.ts";
import { openDomain, type Domain } from "./_domain.ts";

const ADDRESS = "ada@firma.example";

const xmlOf = (imap: string, smtp: string): string =>
  `<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="firma.example"><domain>firma.example</domain>
  <incomingServer type="pop3"><hostname>pop.firma.example</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
  ${imap}${smtp}</emailProvider></clientConfig>`;
const serverOf = (tag: string, type: string, host: string, port: string, socketType = "SSL", user = "%EMAILADDRESS%") =>
  `<${tag} type="${type}"><hostname>${host}</hostname><port>${port}</port><socketType>${socketType}</socketType>
  <authentication>password-cleartext</authentication><username>${user}</username></${tag}>`;
const IMAP = serverOf("incomingServer", "imap", "in.firma.example", "993");
const SMTP = serverOf("outgoingServer", "smtp", "out.firma.example", "587", "STARTTLS", "%EMAILLOCALPART%");

/** As the app does it: only the places of this address are open, and only public ones. */
async function discover(t: TestContext, address: string, domain: Domain) {
  const world = await openDomain(t, "firma.example", domain);
  const places = discoveryPlaces(address).map((place) => ({ ...place, reach: "public" as const }));
  const found = await world.grants.during(DISCOVERY_PURPOSE, places, () => discoverServers(address, world.ctx));
  return { ...world, found };
}

const short = (found: FoundServers | null) =>
  found && [found.by, found.user, `${found.imap.host}:${found.imap.port}`, `${found.smtp.host}:${found.smtp.port}`];

describe("servers of an address", () => {
  test("of a known provider are known without asking anybody", async (t) => {
    const { found, entries } = await discover(t, "ada.lovelace@gmx.de", {});
    assert.deepEqual(short(found), ["table", "ada.lovelace@gmx.de", "imap.gmx.net:993", "mail.gmx.net:465"]);
    assert.deepEqual([found?.mustBeEnabled, found?.password], [true, "usual"]);
    const web = await discover(t, "ada@web.de", {});
    assert.equal(web.found?.user, "ada");
    assert.deepEqual([...entries, ...web.entries], []);
  });

  test("of a domain whose mail goes to a known provider are that provider's, also where each customer has a host", async (t) => {
    const mx = (host: string) => ({ "firma.example": [{ host, port: null, priority: 10 }] });
    const google = await discover(t, ADDRESS, { records: mx("aspmx.l.google.com") });
    assert.deepEqual(short(google.found), ["mx", ADDRESS, "imap.gmail.com:993", "smtp.gmail.com:465"]);
    assert.equal(google.found?.password, "app");
    const inkl = await discover(t, ADDRESS, { records: mx("w0123456.kasserver.com") });
    assert.equal(inkl.found?.imap.host, "w0123456.kasserver.com");
    const other = await discover(t, ADDRESS, { records: mx("kasserver.com.evil.example") });
    assert.equal(other.found, null, "an end is an end");
  });

  test("are those that the domain names itself, and only its name is told", async (t) => {
    const { found, asked, entries } = await discover(t, ADDRESS, {
      pages: { "autoconfig.firma.example/mail/config-v1.1.xml": xmlOf(IMAP, SMTP) },
    });
    assert.deepEqual(short(found), ["autoconfig", ADDRESS, "in.firma.example:993", "out.firma.example:587"]);
    assert.deepEqual([found?.imap.tls, found?.smtp.tls], [true, false]);
    assert.ok(
      asked.every((path) => !path.includes("ada")),
      "the address is nobody's business",
    );
    assert.ok(entries.length > 0 && entries.every(({ purpose }) => purpose === DISCOVERY_PURPOSE));
  });

  test("come from SRV, then from the usual names that answer as such servers do", async (t) => {
    const at = (host: string, port: number) => [{ host, port, priority: 1 }];
    const srv = await discover(t, ADDRESS, {
      records: {
        "_imaps._tcp.firma.example": at("mx.firma.example.", 993),
        "_submission._tcp.firma.example": at("mx.firma.example", 587),
        "_submissions._tcp.firma.example": at(".", 0),
      },
    });
    assert.deepEqual(short(srv.found), ["srv", ADDRESS, "mx.firma.example:993", "mx.firma.example:587"]);
    const guessed = await discover(t, ADDRESS, {
      servers: {
        "imap.firma.example:993": "220 not IMAP\r\n",
        "mail.firma.example:993": "* OK ready\r\n",
        "smtp.firma.example:587": "220 mail.firma.example ESMTP\r\n",
      },
    });
    assert.deepEqual(short(guessed.found), ["guess", ADDRESS, "mail.firma.example:993", "smtp.firma.example:587"]);
    assert.equal((await discover(t, ADDRESS, {})).found, null);
  });

  test("nothing inside the own network is reached for it, whatever the domain's names lead to", async (t) => {
    const servers = { "imap.firma.example:993": "* OK\r\n", "smtp.firma.example:465": "220 x\r\n" };
    const { found, entries } = await discover(t, ADDRESS, {
      servers,
      inside: ["imap.firma.example", "autoconfig.firma.example"],
      pages: { "autoconfig.firma.example/mail/config-v1.1.xml": xmlOf(IMAP, SMTP) },
    });
    assert.equal(found, null);
    const refused = entries.filter(({ outcome }) => outcome === "refused").map(({ host }) => host);
    assert.ok(refused.includes("imap.firma.example") && refused.includes("autoconfig.firma.example"));
    const { found: control } = await discover(t, ADDRESS, { servers });
    assert.equal(control?.by, "guess", "control: outside they are found");
  });
});

describe("what a domain says of itself is foreign", () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
  const cases: Record<string, [string, boolean]> = {
    "as it should be": [xmlOf(IMAP, SMTP), true],
    "entities are not expanded": [bomb + xmlOf(IMAP.replace("in.firma.example", "&b;"), SMTP), false],
    "a server without encryption": [xmlOf(IMAP.replace("SSL", "plain"), SMTP), false],
    "an address for a host": [xmlOf(IMAP.replace("in.firma.example", "127.0.0.1"), SMTP), false],
    "this machine": [xmlOf(IMAP.replace("in.firma.example", "localhost"), SMTP), false],
    "a host with a path": [xmlOf(IMAP.replace("in.firma.example", "a.example/x?y"), SMTP), false],
    "a port that is none": [xmlOf(IMAP.replace("993", "99999"), SMTP), false],
    "no SMTP server": [xmlOf(IMAP, ""), false],
    "cut off": [xmlOf(IMAP, SMTP).replace(/<\/outgoingServer>.*/s, ""), false],
  };
  for (const [name, [xml, isUsed]] of Object.entries(cases)) {
    test(name, () => assert.equal(parseAutoconfig(xml, ADDRESS) !== null, isUsed));
  }

  test("too much of it is not read", async (t) => {
    const { found } = await discover(t, ADDRESS, {
      pages: { "autoconfig.firma.example/mail/config-v1.1.xml": `${" ".repeat(70_000)}${xmlOf(IMAP, SMTP)}` },
    });
    assert.equal(found, null);
  });

  test("a user with line feeds or other placeholders is the address", () => {
    for (const user of ["%REALNAME%", "ada\r\nA1 LOGOUT", ""]) {
      const xml = xmlOf(IMAP.replace("%EMAILADDRESS%", user), SMTP);
      assert.equal(parseAutoconfig(xml, ADDRESS)?.user, ADDRESS);
    }
  });

  test("no text fails, and what is found could be dialled", () => {
    const pieces = fc.constantFrom(
      IMAP,
      SMTP,
      "<",
      ">",
      "</incomingServer>",
      "<!--",
      "]]>",
      "&lt;",
      "<hostname>",
      "\0",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }), (parts) => {
        const found = parseAutoconfig(parts.join(""), ADDRESS);
        return found === null || [found.imap, found.smtp].every(({ host }) => /^[a-z0-9.-]+$/.test(host));
      }),
    );
  });
});

test("the table of providers: hosts are names, no domain stands twice", () => {
  const domains = PROVIDERS.flatMap((one) => [...one.domains, ...one.mx.map((end) => `mx ${end}`)]);
  assert.deepEqual(
    domains.filter((domain, at) => domains.indexOf(domain) !== at),
    [],
  );
  for (const { imap, smtp, help } of PROVIDERS) {
    for (const [host] of [imap, smtp]) assert.match(host, /^(?:mx|127\.0\.0\.1|[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/);
    assert.ok(help === null || URL.canParse(help));
  }
});
