import { showHours, toSafeLine, type InputOf, type Profile, type ProfileField } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import { cut, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { textsOf } from "../texts/index.ts";
import { textOption } from "../usage.ts";
import { EXIT } from "../view/exit.ts";

/** What one action does: the document for programs, and how a person is told. */
type Action = (session: Session, words: string[], options: Record<string, unknown>) => Promise<[unknown, () => void]>;

const ACTIONS = new Map<string, { needs: readonly string[]; act: Action }>([
  ["list", { needs: [], act: list }],
  ["add", { needs: ["TEXT"], act: add }],
  ["correct", { needs: ["ID", "TEXT"], act: correct }],
  ["forget", { needs: ["ID"], act: forget }],
  ["profile", { needs: [], act: profile }],
]);

/** `kralle memory [list|add TEXT|correct ID TEXT|forget ID|profile [OPTIONS]] [--json]` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [name = "list", ...words] = args;
  const { usage } = textsOf(languageOf(process.env)).memory;
  const action = ACTIONS.get(name);
  if (!action) throw new AppError("E_USAGE", usage.unknownAction(name), { hint: usage.actions });
  const missing = action.needs.find((_, at) => (words[at] ?? "").trim() === "");
  if (missing !== undefined) throw new AppError("E_USAGE", usage.missing(missing), { hint: usage.actions });
  return withApp({ interactive: false }, async (session) => {
    const [document, tell] = await action.act(session, words, options);
    if (options["json"] === true) process.stdout.write(`${JSON.stringify(document)}\n`);
    else tell();
    return EXIT.ok;
  });
}

const MOST_SHOWN = 200;

async function list({ app, ctx, ui }: Session, words: string[]): Promise<[unknown, () => void]> {
  const about = words.join(" ").trim();
  const listed = await app.run("memories", about === "" ? {} : { about }, {}, ctx);
  return [
    listed,
    () => {
      const { memory } = ui.texts;
      const { style, columns } = ui.out;
      if (listed.total === 0) return ui.out.line(wrap(about === "" ? memory.none : memory.noMatch, columns));
      for (const { id, text, used } of listed.memories.slice(0, MOST_SHOWN)) {
        ui.out.line(wrap(toSafeLine(text), columns, "  "));
        ui.out.line(style.dim(cut(`  ${id} · ${memory.times(used)}`, columns)));
      }
      const rest = listed.total - Math.min(listed.memories.length, MOST_SHOWN);
      if (rest > 0) ui.out.line(memory.more(rest));
    },
  ];
}

async function add({ app, ctx, ui }: Session, words: string[]): Promise<[unknown, () => void]> {
  const added = await app.run("remember", { text: words.join(" ") }, {}, ctx);
  return [added, () => say(ui, ui.texts.memory.added(toSafeLine(added.text)))];
}

async function correct({ app, ctx, ui }: Session, words: string[]): Promise<[unknown, () => void]> {
  const [id = "", ...text] = words;
  const corrected = await app.run("correctMemory", { id, text: text.join(" ") }, {}, ctx);
  return [corrected, () => say(ui, ui.texts.memory.corrected(toSafeLine(corrected.text)))];
}

async function forget({ app, ctx, ui }: Session, words: string[]): Promise<[unknown, () => void]> {
  const forgotten = await app.run("forget", { id: words[0] ?? "" }, {}, ctx);
  return [forgotten, () => say(ui, ui.texts.memory.forgotten)];
}

const OPTIONS = ["name", "address", "tone", "language", "timeZone"] as const;

async function profile(
  { app, ctx, ui }: Session,
  _words: string[],
  options: Record<string, unknown>,
): Promise<[unknown, () => void]> {
  const patch: Record<string, string | null> = {};
  const take = (field: ProfileField, option: string): void => {
    const value = textOption(options, option);
    if (value !== undefined) patch[field] = value.trim() === "none" ? null : value;
  };
  for (const field of OPTIONS) take(field, field);
  take("workingHours", "hours");
  // What is no value of a field is told by the command, with the field's name.
  const told =
    Object.keys(patch).length === 0
      ? await app.run("profile", {}, {}, ctx)
      : await app.run("setProfile", patch as InputOf<"setProfile">, {}, ctx);
  return [told, () => showProfile(told, ui)];
}

function showProfile(told: Profile, ui: Ui): void {
  const { memory } = ui.texts;
  const fields = Object.keys(memory.fields) as ProfileField[];
  const lines = fields.flatMap((field) => {
    const value = told[field];
    if (value === null) return [];
    const shown = typeof value === "string" ? toSafeLine(value) : showHours(value, ui.language);
    return [`${memory.fields[field]}: ${shown}`];
  });
  if (lines.length === 0) return say(ui, memory.noProfile);
  for (const line of lines) say(ui, line);
}

function say(ui: Ui, text: string): void {
  ui.out.line(wrap(text, ui.out.columns, "  "));
}
