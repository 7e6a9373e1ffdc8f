import { attribute, scanXml } from "../../../files/index.ts";
import type { MailServerSettings } from "../settings.ts";
import type { FoundServers } from "./types.ts";

/** What is read of an answer, bytes; real ones have some kilobytes. */
export const AUTOCONFIG_BYTES = 64 * 1024;
const LONGEST = 253;

interface Server {
  type: string;
  hostname: string;
  port: string;
  socketType: string;
  username: string;
  /** In the order in which the provider likes them. */
  authentication: string[];
}

/**
 * The servers that a domain names in Mozilla's form (https://www.bucksch.org/1/projects/thunderbird/autoconfiguration/config-file-format.html,
 * version 1.1). The text is foreign: no entity is expanded, what is not a plain host, port or user is left out, and unencrypted servers are
 * passed over. Null where it names no IMAP and no SMTP server that can be used.
 */
export function parseAutoconfig(xml: string, address: string): FoundServers | null {
  const servers = readServers(xml);
  const usable = servers.filter(({ socketType }) => /^(?:SSL|STARTTLS)$/.test(socketType));
  const find = (type: string): Server | undefined => {
    const fitting = usable.filter((one) => one.type === type && toServer(one) !== null);
    return fitting.find(({ socketType }) => socketType === "SSL") ?? fitting[0];
  };
  const [imap, smtp] = [find("imap"), find("smtp")];
  const [imapServer, smtpServer] = [imap && toServer(imap), smtp && toServer(smtp)];
  if (!imap || !imapServer || !smtpServer) return null;
  const needsSignIn = imap.authentication.length > 0 && imap.authentication.every((one) => one === "OAuth2");
  return {
    provider: null,
    by: "autoconfig",
    user: toUser(imap.username, address),
    imap: imapServer,
    smtp: smtpServer,
    password: needsSignIn ? "signIn" : "usual",
    help: null,
    mustBeEnabled: false,
  };
}

const FIELDS = ["hostname", "port", "socketType", "username"] as const;

function readServers(xml: string): Server[] {
  const servers: Server[] = [];
  let server: Server | null = null;
  let field = "";
  for (const token of scanXml(xml.slice(0, AUTOCONFIG_BYTES))) {
    if (token.type === "open" && /^(?:incoming|outgoing)Server$/.test(token.name)) {
      const type = attribute(token.attributes, "type") ?? "";
      server = { type, hostname: "", port: "", socketType: "", username: "", authentication: [] };
    } else if (token.type === "open") field = token.name;
    else if (token.type === "close") {
      field = "";
      if (!server || !token.name.endsWith("Server")) continue;
      servers.push(server);
      server = null;
    } else if (server) {
      const text = token.text.trim().slice(0, LONGEST);
      const known = FIELDS.find((name) => name === field);
      if (known) server[known] ||= text;
      if (field === "authentication" && text !== "") server.authentication.push(text);
    }
  }
  return servers;
}

function toServer({ hostname, port, socketType }: Server): MailServerSettings | null {
  const number = Number(port);
  const isHost = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i.test(hostname);
  const isName = isHost && !/^[\d.]+$/.test(hostname);
  if (!isName || !Number.isInteger(number) || number < 1 || number > 65_535) return null;
  return { host: hostname.toLowerCase(), port: number, tls: socketType === "SSL" };
}

/** With the placeholders that the form knows; one of another kind is the address. */
function toUser(username: string, address: string): string {
  const at = address.lastIndexOf("@");
  const user = username
    .replaceAll("%EMAILADDRESS%", address)
    .replaceAll("%EMAILLOCALPART%", address.slice(0, at))
    .replaceAll("%EMAILDOMAIN%", address.slice(at + 1));
  return user === "" || /[%\p{Cc}]/u.test(user) ? address : user;
}
