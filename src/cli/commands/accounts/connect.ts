import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { AccountView, FoundServers } from "../../../app/index.ts";
import { AppError } from "../../../core/index.ts";
import type { Session } from "../../run.ts";
import { readHidden } from "../../terminal/hidden.ts";
import { wrap } from "../../terminal/text.ts";
import type { Ui } from "../../terminal/ui.ts";
import { textOption } from "../../usage.ts";
import { EXIT } from "../../view/exit.ts";
import type { AccountsCall } from "./index.ts";
import { showAccount, showPhase } from "./show.ts";

/** Finds the servers where none are named, asks for the password, and connects. */
export async function connect(session: Session, { account: address, options, isJson }: AccountsCall): Promise<number> {
  const { app, ctx, ui } = session;
  const folder = textOption(options, "folder");
  if (folder !== undefined) {
    const settings = { path: resolve(folder), address };
    const connected = await app.run(
      "connectAccount",
      { kind: "maildir", address, settings, ...named(options) },
      {},
      ctx,
    );
    return tell(connected, ui.texts.accounts.connected(connected.name), isJson, ui);
  }
  const hooks = { onEvent: (event: Parameters<typeof showPhase>[0]) => showPhase(event, ui) };
  const url = textOption(options, "calendar");
  if (url !== undefined) {
    const secret = await readHidden(ui.texts.accounts.ask(address), process.stderr, ctx.signal);
    const settings = { url, user: textOption(options, "user") ?? address };
    const calendar = {
      kind: "caldav",
      name: `${new URL(settings.url).host} ${settings.user}`,
      settings,
      secret,
    } as const;
    const connected = await app.run("connectAccount", { ...calendar, ...named(options) }, hooks, ctx);
    return tell(connected, ui.texts.accounts.connected(connected.name), isJson, ui);
  }
  const given = await readSettings(options, ui);
  const found = given.imap && given.smtp ? null : await discover(address, session);
  const settings = {
    ...(found ? { user: found.user, imap: found.imap, smtp: found.smtp } : { user: address }),
    ...given,
  };
  const secret = await readHidden(ui.texts.accounts.ask(address), process.stderr, ctx.signal);
  const input = { address, settings, secret, ...named(options) };
  const connected = await app.run("connectAccount", input, hooks, ctx);
  return tell(connected, ui.texts.accounts.connected(connected.name), isJson, ui);
}

/** Other servers, or another password: it asks for one without any other option, and for other servers. */
export async function change({ app, ctx, ui }: Session, { account, options, isJson }: AccountsCall): Promise<number> {
  const settings = await readSettings(options, ui);
  const isOther = Object.keys(settings).length > 0 || textOption(options, "name") !== undefined;
  const asks = options["passwordStdin"] === true || !isOther || Boolean(settings.imap ?? settings.smtp);
  const secret = asks ? await readHidden(ui.texts.accounts.ask(account), process.stderr, ctx.signal) : "";
  const hooks = { onEvent: (event: Parameters<typeof showPhase>[0]) => showPhase(event, ui) };
  const changed = await app.run("changeAccount", { account, settings, secret, ...named(options) }, hooks, ctx);
  return tell(changed, ui.texts.accounts.changed(changed.name), isJson, ui);
}

export function tell(account: AccountView, line: string, isJson: boolean, ui: Ui): number {
  ui.err.status(null);
  if (isJson) process.stdout.write(`${JSON.stringify(account)}\n`);
  else {
    ui.out.line(wrap(line, ui.out.columns));
    showAccount(account, ui);
  }
  return EXIT.ok;
}

function named(options: AccountsCall["options"]): { name?: string } {
  const name = textOption(options, "name");
  return name === undefined ? {} : { name };
}

interface Server {
  host: string;
  port: number;
  tls: boolean;
}

/** What was named on the command line. */
async function readSettings(
  options: AccountsCall["options"],
  ui: Ui,
): Promise<{ imap?: Server; smtp?: Server; user?: string; ca?: string }> {
  const [imap, smtp, user, ca] = ["imap", "smtp", "user", "ca"].map((name) => textOption(options, name));
  return {
    ...(imap === undefined ? {} : { imap: toServer(imap, 993, ui) }),
    ...(smtp === undefined ? {} : { smtp: toServer(smtp, 465, ui) }),
    ...(user === undefined ? {} : { user }),
    ...(ca === undefined ? {} : { ca: await readFile(ca, "utf8") }),
  };
}

/** Ports that speak TLS from the first byte; the others turn to it (STARTTLS). */
const TLS_PORTS = new Set([993, 465]);

function toServer(text: string, usual: number, { texts }: Ui): Server {
  const { host = "", port } = /^(?<host>[\w.-]+|\[[\da-f:]+\])(?::(?<port>\d{1,5}))?$/i.exec(text)?.groups ?? {};
  if (host === "") {
    throw new AppError("E_USAGE", texts.accounts.noServer(text), { hint: texts.accounts.serverForm });
  }
  const number = port === undefined ? usual : Number(port);
  return { host: host.replace(/^\[(.*)\]$/, "$1"), port: number, tls: TLS_PORTS.has(number) };
}

async function discover(address: string, { app, ctx, ui }: Session): Promise<FoundServers> {
  const { accounts } = ui.texts;
  const { found } = await app.run("discoverMail", { address }, {}, ctx);
  if (!found) throw new AppError("E_NOT_FOUND", accounts.notFound(address), { hint: accounts.nameThem });
  if (found.password === "signIn") {
    throw new AppError("E_ACCOUNT", accounts.signInOnly(found.provider ?? found.imap.host), {
      hint: accounts.forward,
    });
  }
  const { provider, by, user, imap, smtp, password, help, mustBeEnabled } = found;
  const lines = [
    accounts.found(provider, by),
    accounts.servers(`${imap.host}:${imap.port}`, `${smtp.host}:${smtp.port}`, user),
    accounts.passwords[password],
    mustBeEnabled ? accounts.mustBeEnabled : "",
    help !== null && (password !== "usual" || mustBeEnabled) ? accounts.howTo(help) : "",
  ];
  for (const line of lines) if (line !== "") ui.err.line(wrap(line, ui.err.columns, "  "));
  return found;
}
