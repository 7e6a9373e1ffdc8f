import { toSafeLine, toSafeText, type OutputOf } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { withApp, type Session } from "../run.ts";
import { EXIT } from "../view/exit.ts";

type Report = OutputOf<"addKnowledge">["report"];

/** `kralle knowledge`: the folders that answers to customers are taken from. */
export function run([action = "list", ...words]: string[], options: Record<string, unknown>): Promise<number> {
  return withApp({ interactive: false }, async (session) => {
    const isJson = options["json"] === true;
    switch (action) {
      case "list":
        return list(session, isJson);
      case "add":
        return add(session, requireWord(words, session), isJson);
      case "sync":
        return sync(session, isJson);
      case "rm":
        return remove(session, requireWord(words, session));
      case "ask":
        return ask(session, requireWord([words.join(" ")], session), isJson);
      default: {
        const { unknownAction, actions } = session.ui.texts.knowledge;
        throw new AppError("E_USAGE", unknownAction(toSafeLine(action)), { hint: actions });
      }
    }
  });
}

function requireWord([word = ""]: string[], { ui }: Session): string {
  if (word.trim() !== "") return word;
  throw new AppError("E_USAGE", ui.texts.knowledge.whatIsMissing, { hint: ui.texts.knowledge.actions });
}

async function list({ app, ui, ctx }: Session, isJson: boolean): Promise<number> {
  const { sources } = await app.run("knowledge", {}, {}, ctx);
  if (isJson) ui.out.line(JSON.stringify({ sources }));
  else if (sources.length === 0) ui.out.line(ui.texts.knowledge.none);
  for (const { place, documents, checked, problems } of isJson ? [] : sources) {
    ui.out.line(`${ui.out.style.bold(toSafeLine(place))}  ${ui.texts.knowledge.documents(documents)}`);
    if (checked !== null) ui.out.line(`  ${ui.texts.knowledge.checked(ui.format.dateTime(checked))}`);
    sayProblems(problems, ui);
  }
  return EXIT.ok;
}

async function add({ app, ui, ctx }: Session, folder: string, isJson: boolean): Promise<number> {
  const { source, report } = await app.run("addKnowledge", { folder }, {}, ctx);
  if (isJson) ui.out.line(JSON.stringify({ source, report }));
  else say(source.place, report, ui);
  return EXIT.ok;
}

async function sync({ app, ui, ctx }: Session, isJson: boolean): Promise<number> {
  const { reports } = await app.run("syncKnowledge", {}, {}, ctx);
  if (isJson) ui.out.line(JSON.stringify({ reports }));
  else if (reports.length === 0) ui.out.line(ui.texts.knowledge.none);
  for (const { place, ...report } of isJson ? [] : reports) say(place, report, ui);
  return EXIT.ok;
}

async function remove({ app, ui, ctx }: Session, source: string): Promise<number> {
  const { place } = await app.run("removeKnowledge", { source }, {}, ctx);
  ui.out.line(ui.texts.knowledge.removed(toSafeLine(place)));
  return EXIT.ok;
}

async function ask({ app, ui, ctx }: Session, text: string, isJson: boolean): Promise<number> {
  const answer = await app.run("askKnowledge", { text }, {}, ctx);
  if (isJson) ui.out.line(JSON.stringify(answer));
  else if (answer.text === "") ui.out.line(ui.texts.knowledge.unknown);
  for (const sentence of isJson ? [] : answer.sentences) {
    ui.out.line(toSafeText(sentence.text));
    for (const { quote } of sentence.sources) ui.out.line(ui.out.style.dim(`  „${toSafeLine(quote).slice(0, 200)}“`));
  }
  return answer.text === "" ? EXIT.failed : EXIT.ok;
}

function say(place: string, { read, same, removed, problems }: Report, ui: Session["ui"]): void {
  ui.out.line(ui.texts.knowledge.report(toSafeLine(place), read, same, removed));
  sayProblems(problems, ui);
}

function sayProblems(problems: readonly string[], ui: Session["ui"]): void {
  for (const problem of problems) ui.out.line(`  ${ui.out.style.yellow(toSafeLine(problem))}`);
}
