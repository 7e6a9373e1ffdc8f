import type { PasswordKind } from "./types.ts";

/** A server: its name, and TLS from the first byte (993, 465) or by STARTTLS (587). `mx`: the host to which the domain's mail goes. */
export type ProviderServer = readonly [host: string, port: 993 | 465 | 587 | 1143 | 1025];

export interface Provider {
  name: string;
  /** Of the addresses that it gives out. */
  domains: readonly string[];
  /** Ends of the hosts to which mail for the domains of its customers goes. */
  mx: readonly string[];
  imap: ProviderServer;
  smtp: ProviderServer;
  /** What the servers call the user; the address without it. */
  user?: "local";
  password: PasswordKind;
  mustBeEnabled?: true;
  help: string | null;
}

/**
 * The usual providers of German and international mailboxes. Servers are those of Mozilla's database (github.com/thunderbird/autoconfig,
 * `ispdb`, of 2026-03-12) where it has the provider; of freenet, mailbox.org, mail.de, ALL-INKL.COM, netcup, Infomaniak and Proton those that
 * the provider publishes. `help` says how a mailbox is opened for programs, or with which password.
 */
export const PROVIDERS: readonly Provider[] = [
  {
    name: "GMX",
    domains: ["gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.eu", "gmx.biz", "gmx.org", "gmx.info"],
    mx: ["emig.gmx.net"],
    imap: ["imap.gmx.net", 993],
    smtp: ["mail.gmx.net", 465],
    password: "usual",
    mustBeEnabled: true,
    help: "https://hilfe.gmx.net/pop-imap/einschalten.html",
  },
  {
    name: "WEB.DE",
    domains: ["web.de"],
    mx: [],
    imap: ["imap.web.de", 993],
    smtp: ["smtp.web.de", 465],
    user: "local",
    password: "usual",
    mustBeEnabled: true,
    help: "https://hilfe.web.de/pop-imap/einschalten.html",
  },
  {
    name: "Telekom",
    domains: ["t-online.de", "magenta.de"],
    mx: [],
    imap: ["secureimap.t-online.de", 993],
    smtp: ["securesmtp.t-online.de", 465],
    password: "app",
    help: "https://www.telekom.de/hilfe/apps-dienste/e-mail/programme/passwort-verwalten",
  },
  {
    name: "freenet",
    domains: ["freenet.de"],
    mx: [],
    imap: ["mx.freenet.de", 993],
    smtp: ["mx.freenet.de", 587],
    password: "usual",
    help: null,
  },
  {
    name: "Vodafone",
    domains: ["vodafonemail.de", "arcor.de", "kabelmail.de"],
    mx: [],
    imap: ["imap.vodafonemail.de", 993],
    smtp: ["smtp.vodafonemail.de", 465],
    password: "usual",
    help: null,
  },
  {
    name: "IONOS",
    domains: ["online.de", "onlinehome.de", "sofortstart.de", "sofort-start.de"],
    mx: ["kundenserver.de", "ionos.de", "ionos.com", "1and1.com", "1und1.de"],
    imap: ["imap.ionos.de", 993],
    smtp: ["smtp.ionos.de", 465],
    password: "usual",
    help: "https://www.ionos.de/hilfe/e-mail/",
  },
  {
    name: "STRATO",
    domains: [],
    mx: ["rzone.de"],
    imap: ["imap.strato.de", 993],
    smtp: ["smtp.strato.de", 465],
    password: "usual",
    help: "https://www.strato.de/faq/mail/",
  },
  {
    name: "Hetzner",
    domains: [],
    mx: ["your-server.de"],
    imap: ["mail.your-server.de", 993],
    smtp: ["mail.your-server.de", 465],
    password: "usual",
    help: null,
  },
  {
    name: "ALL-INKL.COM",
    domains: [],
    mx: ["kasserver.com"],
    imap: ["mx", 993],
    smtp: ["mx", 465],
    password: "usual",
    help: "https://all-inkl.com/wichtig/anleitungen/",
  },
  {
    name: "netcup",
    domains: [],
    mx: ["netcup.net"],
    imap: ["mx", 993],
    smtp: ["mx", 465],
    password: "usual",
    help: null,
  },
  {
    name: "DomainFactory",
    domains: [],
    mx: ["ispgateway.de"],
    imap: ["sslin.df.eu", 993],
    smtp: ["sslout.df.eu", 465],
    password: "usual",
    help: null,
  },
  {
    name: "mailbox.org",
    domains: ["mailbox.org"],
    mx: ["mailbox.org"],
    imap: ["imap.mailbox.org", 993],
    smtp: ["smtp.mailbox.org", 465],
    password: "usual",
    help: "https://kb.mailbox.org/",
  },
  {
    name: "Posteo",
    domains: ["posteo.de", "posteo.net", "posteo.at", "posteo.ch", "posteo.eu", "posteo.org"],
    mx: [],
    imap: ["posteo.de", 993],
    smtp: ["posteo.de", 465],
    password: "usual",
    help: "https://posteo.de/hilfe",
  },
  {
    name: "mail.de",
    domains: ["mail.de"],
    mx: [],
    imap: ["imap.mail.de", 993],
    smtp: ["smtp.mail.de", 465],
    password: "usual",
    help: null,
  },
  {
    name: "Gmail",
    domains: ["gmail.com", "googlemail.com"],
    mx: ["google.com", "googlemail.com"],
    imap: ["imap.gmail.com", 993],
    smtp: ["smtp.gmail.com", 465],
    password: "app",
    help: "https://support.google.com/mail/answer/185833",
  },
  {
    name: "Microsoft",
    domains: ["outlook.com", "outlook.de", "outlook.at", "hotmail.com", "hotmail.de", "live.com", "live.de", "msn.com"],
    mx: ["protection.outlook.com", "olc.protection.outlook.com"],
    imap: ["outlook.office365.com", 993],
    smtp: ["smtp-mail.outlook.com", 587],
    password: "signIn",
    help: "https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-basic-authentication-exchange-online",
  },
  {
    name: "iCloud",
    domains: ["icloud.com", "me.com", "mac.com"],
    mx: ["mail.icloud.com"],
    imap: ["imap.mail.me.com", 993],
    smtp: ["smtp.mail.me.com", 587],
    password: "app",
    help: "https://support.apple.com/102654",
  },
  {
    name: "Yahoo",
    domains: ["yahoo.com", "yahoo.de", "yahoo.co.uk", "yahoo.fr", "ymail.com", "rocketmail.com"],
    mx: ["yahoodns.net"],
    imap: ["imap.mail.yahoo.com", 993],
    smtp: ["smtp.mail.yahoo.com", 465],
    password: "app",
    help: "https://help.yahoo.com/kb/SLN15241.html",
  },
  {
    name: "AOL",
    domains: ["aol.com", "aol.de"],
    mx: [],
    imap: ["imap.aol.com", 993],
    smtp: ["smtp.aol.com", 465],
    password: "app",
    help: "https://help.aol.com/articles/Create-and-manage-app-password",
  },
  {
    name: "Fastmail",
    domains: ["fastmail.com", "fastmail.fm"],
    mx: ["messagingengine.com"],
    imap: ["imap.fastmail.com", 993],
    smtp: ["smtp.fastmail.com", 465],
    password: "app",
    help: "https://www.fastmail.help/hc/en-us/articles/360058752854",
  },
  {
    name: "Zoho",
    domains: ["zoho.com", "zohomail.com"],
    mx: ["zoho.com"],
    imap: ["imap.zoho.com", 993],
    smtp: ["smtp.zoho.com", 465],
    password: "app",
    mustBeEnabled: true,
    help: "https://www.zoho.com/mail/help/imap-access.html",
  },
  {
    name: "mail.com",
    domains: ["mail.com", "email.com", "usa.com"],
    mx: ["mail.com"],
    imap: ["imap.mail.com", 993],
    smtp: ["smtp.mail.com", 465],
    password: "usual",
    mustBeEnabled: true,
    help: null,
  },
  {
    name: "Infomaniak",
    domains: ["ik.me", "ikmail.com", "etik.com"],
    mx: ["infomaniak.ch", "infomaniak.com"],
    imap: ["mail.infomaniak.com", 993],
    smtp: ["mail.infomaniak.com", 465],
    password: "app",
    help: null,
  },
  {
    name: "Bluewin",
    domains: ["bluewin.ch"],
    mx: [],
    imap: ["imaps.bluewin.ch", 993],
    smtp: ["smtpauths.bluewin.ch", 465],
    password: "usual",
    help: null,
  },
  {
    name: "A1",
    domains: ["a1.net", "aon.at"],
    mx: [],
    imap: ["securemail.a1.net", 993],
    smtp: ["securemail.a1.net", 587],
    password: "usual",
    help: null,
  },
  {
    name: "OVH",
    domains: [],
    mx: ["ovh.net"],
    imap: ["ssl0.ovh.net", 993],
    smtp: ["ssl0.ovh.net", 465],
    password: "usual",
    help: null,
  },
  {
    name: "Proton",
    domains: ["proton.me", "protonmail.com", "pm.me"],
    mx: ["protonmail.ch"],
    imap: ["127.0.0.1", 1143],
    smtp: ["127.0.0.1", 1025],
    password: "bridge",
    help: "https://proton.me/support/bridge",
  },
];

/** By the domain of an address. */
export const findByDomain = (domain: string): Provider | null =>
  PROVIDERS.find(({ domains }) => domains.includes(domain)) ?? null;

/** By the host to which a domain's mail goes. */
export const findByMx = (host: string): Provider | null =>
  PROVIDERS.find(({ mx }) => mx.some((end) => host === end || host.endsWith(`.${end}`))) ?? null;
