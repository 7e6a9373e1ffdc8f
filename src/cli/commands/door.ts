import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import { toColumns, wrap } from "../terminal/text.ts";
import { textsOf } from "../texts/index.ts";
import { numberOption } from "../usage.ts";
import { EXIT } from "../view/exit.ts";

const ACTIONS = ["list", "open", "close"] as const;

/** `kralle door [open NAME [--port N] | close NAME | list] [--json]`; a Kralle that runs sees the change by itself. */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [asked = "list", name = ""] = args;
  const texts = textsOf(languageOf(process.env));
  const { usage } = texts.doors;
  const action = ACTIONS.find((known) => known === asked);
  if (action === undefined) throw new AppError("E_USAGE", usage.unknownAction(asked), { hint: usage.actions });
  if (action !== "list" && name === "") {
    throw new AppError("E_USAGE", texts.usage.missingArgument("name"), { hint: usage.actions });
  }
  const port = numberOption(options, "port", true, texts) ?? null;
  const isJson = options["json"] === true;
  return withApp({ interactive: false }, (session) => {
    if (action === "open") return open(session, { name, port }, isJson);
    return action === "close" ? close(session, name, isJson) : list(session, isJson);
  });
}

const urlOf = (port: number): string => `http://127.0.0.1:${port}`;

async function open(
  { app, ctx, ui }: Session,
  input: { name: string; port: number | null },
  isJson: boolean,
): Promise<number> {
  const opened = await app.run("openDoor", input, {}, ctx);
  const url = urlOf(opened.port);
  if (isJson) process.stdout.write(`${JSON.stringify({ ...opened, url })}\n`);
  else ui.out.line(wrap(ui.texts.doors.opened(opened.name, url), ui.out.columns));
  return EXIT.ok;
}

async function close({ app, ctx, ui }: Session, name: string, isJson: boolean): Promise<number> {
  const closed = await app.run("closeDoor", { name }, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(closed)}\n`);
  else ui.out.line(wrap(ui.texts.doors.closed(name), ui.out.columns));
  return EXIT.ok;
}

async function list({ app, ctx, ui }: Session, isJson: boolean): Promise<number> {
  const { port, open: doors } = await app.run("doors", {}, {}, ctx);
  const { texts, out } = ui;
  if (isJson) process.stdout.write(`${JSON.stringify({ port, open: doors })}\n`);
  else if (port === null && doors.length === 0) out.line(wrap(texts.doors.none, out.columns));
  else {
    const rows = doors.map((door) => [door.name, urlOf(door.port), texts.doors.without]);
    if (port !== null) rows.unshift([texts.doors.unnamed, urlOf(port), texts.doors.withToken]);
    const table = toColumns([texts.doors.headings, ...rows]);
    table.forEach((line, at) => out.line(at === 0 ? out.style.dim(line) : line));
  }
  return EXIT.ok;
}
