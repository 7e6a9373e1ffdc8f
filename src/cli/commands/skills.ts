import { resolve } from "node:path";
import { toSafeLine, type ShownSkill } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp, type Session } from "../run.ts";
import { wrap } from "../terminal/text.ts";
import { textsOf } from "../texts/index.ts";
import { toGerman } from "../texts/translate.ts";
import { textOption } from "../usage.ts";
import { EXIT } from "../view/exit.ts";

interface Asked {
  name: string;
  workspace: string;
  isJson: boolean;
}

const ACTIONS: Readonly<Record<string, (session: Session, asked: Asked) => Promise<void>>> = {
  list,
  show,
  approve,
  remove,
};

/** `kralle skills [list | show NAME | approve NAME | remove NAME] [--workspace DIR] [--json]` */
export function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [action = "list", name = ""] = args;
  const texts = textsOf(languageOf(process.env));
  const { usage } = texts.skills;
  const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (act === undefined) throw new AppError("E_USAGE", usage.unknownAction(action), { hint: usage.actions });
  if (name === "" && action !== "list")
    throw new AppError("E_USAGE", texts.usage.missingArgument("name"), { hint: usage.actions });
  const workspace = resolve(textOption(options, "workspace") ?? ".");
  return withApp({ interactive: false }, async (session) => {
    await act(session, { name, workspace, isJson: options["json"] === true });
    return EXIT.ok;
  });
}

const toJson = (found: object): void => void process.stdout.write(`${JSON.stringify(found)}\n`);

async function list({ app, ctx, ui }: Session, { workspace, isJson }: Asked): Promise<void> {
  const found = await app.run("skills", { workspace }, {}, ctx);
  if (isJson) return toJson(found);
  const { skills } = ui.texts;
  if (found.skills.length === 0) ui.out.line(wrap(skills.none, ui.out.columns));
  for (const skill of found.skills) {
    const fault = ui.language === "de" ? toGerman(skill.fault ?? "") : null;
    const about = fault ?? skill.fault ?? skill.description;
    ui.out.line(`${skill.name}  (${skills.states[skill.state]}, ${skills.origins[skill.origin]})`);
    ui.out.line(wrap(`  ${toSafeLine(about)}`, ui.out.columns, "  "));
  }
}

/** What a person has to see before they approve: all of its words, and what else lies there. */
function showWhole(skill: ShownSkill, { ui }: Session): void {
  const { skills } = ui.texts;
  const tools = skill.allowedTools === null ? skills.noTools : skill.allowedTools.map(toSafeLine).join(", ");
  const lines = [
    `${skill.name}  (${skills.states[skill.state]}, ${skills.origins[skill.origin]})`,
    toSafeLine(skill.path),
    `${skills.labels.about}: ${skill.description}`,
    ...(skill.license === null ? [] : [`${skills.labels.license}: ${skill.license}`]),
    `${skills.labels.tools}: ${tools}`,
    `${skills.labels.files}: ${skill.files}`,
  ];
  for (const line of lines) ui.out.line(wrap(line, ui.out.columns, "  "));
  ui.out.line();
  for (const line of skill.text.split("\n")) ui.out.line(wrap(`  ${line}`, ui.out.columns, "  "));
  ui.out.line();
}

async function show(session: Session, { name, workspace, isJson }: Asked): Promise<void> {
  const skill = await session.app.run("showSkill", { name, workspace }, {}, session.ctx);
  if (isJson) toJson(skill);
  else showWhole(skill, session);
}

async function approve(session: Session, { name, workspace, isJson }: Asked): Promise<void> {
  const { app, ctx, ui } = session;
  const done = await app.run("approveSkill", { name, workspace }, {}, ctx);
  if (isJson) return toJson(done);
  showWhole(done, session);
  ui.out.line(wrap(ui.texts.skills.nowApproved(name, done.changed), ui.out.columns));
}

async function remove({ app, ctx, ui }: Session, { name, workspace, isJson }: Asked): Promise<void> {
  const removed = await app.run("removeSkill", { name, workspace }, {}, ctx);
  if (isJson) toJson(removed);
  else ui.out.line(wrap(ui.texts.skills.removed(removed.name), ui.out.columns));
}
