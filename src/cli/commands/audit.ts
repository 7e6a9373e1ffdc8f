import { writeFile } from "node:fs/promises";
import { toSafeLine, type AuditView, type OutputOf } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import { cut, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { textsOf } from "../texts/index.ts";
import { numberOption, refuseStrayOptions, textOption } from "../usage.ts";
import { EXIT } from "../view/exit.ts";

const ACTIONS = new Map([
  ["list", { takes: ["limit"] }],
  ["verify", { takes: ["head"] }],
  ["export", { takes: ["to"] }],
]);

/** `kralle audit [list [--limit N] | verify [--head HASH] | export [--to FILE]] [--json]` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [action = "list"] = args;
  const texts = textsOf(languageOf(process.env));
  const { audit } = texts.guard;
  if (!ACTIONS.has(action)) throw new AppError("E_USAGE", audit.unknownAction(action), { hint: audit.actions });
  refuseStrayOptions("audit", action, options, ACTIONS, texts);
  const isJson = options["json"] === true;
  const head = textOption(options, "head");
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head)) {
    throw new AppError("E_USAGE", audit.wrongHead(head), { hint: audit.actions });
  }
  const limit = numberOption(options, "limit", true, texts, "audit");
  return withApp({ interactive: false }, (session) => {
    if (action === "verify") return verify(session, head, isJson);
    if (action === "export") return exportAll(session, textOption(options, "to"));
    return list(session, limit, isJson);
  });
}

async function list({ app, ctx, ui }: Session, limit: number | undefined, isJson: boolean): Promise<number> {
  const listed = await app.run("auditRecords", limit === undefined ? {} : { limit }, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(listed)}\n`);
  else if (listed.records.length === 0) ui.out.line(wrap(ui.texts.guard.audit.none, ui.out.columns));
  else for (const record of listed.records) ui.out.line(cut(toLine(record, ui), ui.out.columns));
  return EXIT.ok;
}

function toLine({ seq, at, kind, actor, action, subject, data }: AuditView, ui: Ui): string {
  const more = Object.entries(data)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
  return toSafeLine(`${seq}  ${ui.format.dateTime(Date.parse(at))}  ${kind}  ${actor} ${action} ${subject}  ${more}`);
}

async function verify({ app, ctx, ui }: Session, head: string | undefined, isJson: boolean): Promise<number> {
  const verdict = await app.run("verifyAudit", head === undefined ? {} : { heads: [head] }, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(verdict)}\n`);
  else for (const line of toVerdict(verdict, head !== undefined, ui)) ui.out.line(wrap(line, ui.out.columns));
  return verdict.isSound ? EXIT.ok : EXIT.failed;
}

function toVerdict(verdict: OutputOf<"verifyAudit">, isCompared: boolean, { texts }: Ui): string[] {
  const { audit } = texts.guard;
  const { records, broken, missing, head } = verdict;
  if (broken !== null) return [audit.broken(broken.seq, audit.faults[broken.fault])];
  if (missing.length > 0) return [audit.missing];
  return [isCompared ? audit.soundSince(records) : audit.sound(records), audit.head(head.hash)];
}

/** Lines of JSON, the head as the last one. */
async function exportAll({ app, ctx, ui }: Session, to: string | undefined): Promise<number> {
  const lines: string[] = [];
  const head = await app.run("exportAudit", {}, { onEvent: (record) => lines.push(JSON.stringify(record)) }, ctx);
  lines.push(JSON.stringify({ head }), "");
  if (to === undefined) process.stdout.write(lines.join("\n"));
  else {
    await writeFile(to, lines.join("\n"), { mode: 0o600, flag: "wx" }).catch((cause: unknown) => {
      const isThere = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
      if (!isThere) throw cause;
      throw new AppError("E_EXISTS", ui.texts.guard.exists(to), { hint: ui.texts.guard.elsewhere, cause });
    });
    ui.out.line(wrap(ui.texts.guard.audit.exported(lines.length - 2, to), ui.out.columns));
  }
  return EXIT.ok;
}
