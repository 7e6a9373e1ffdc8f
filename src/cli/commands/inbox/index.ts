import { AppError } from "../../../core/index.ts";
import { languageOf } from "../../language.ts";
import { withApp } from "../../run.ts";
import { textsOf } from "../../texts/index.ts";
import { EXIT } from "../../view/exit.ts";
import { bulk, bulks, undo } from "./bulk.ts";
import { answer, approve, changeDraft, edit } from "./drafts.ts";
import { answerInvitation } from "./extracted.ts";
import { classes, correct, followUp, list, nameClass, setState, showItem, snooze, unsubscribe } from "./items.ts";
import { proposeRule, rules, setRule } from "./rules.ts";
import type { Action } from "./types.ts";

const ACTIONS = new Map<string, { needs: readonly string[]; act: Action }>([
  ["list", { needs: [], act: list }],
  ["show", { needs: ["ITEM"], act: showItem }],
  ["correct", { needs: ["ITEM", "CLASS"], act: correct }],
  ["answer", { needs: ["ITEM"], act: answer }],
  ["edit", { needs: ["ITEM", "TEXT"], act: edit }],
  ["approve", { needs: ["ITEM"], act: approve }],
  ["hold", { needs: ["ITEM"], act: changeDraft("holdDraft") }],
  ["discard", { needs: ["ITEM"], act: changeDraft("discardDraft") }],
  ["accept", { needs: ["ITEM"], act: answerInvitation("accept") }],
  ["decline", { needs: ["ITEM"], act: answerInvitation("decline") }],
  ["tentative", { needs: ["ITEM"], act: answerInvitation("tentative") }],
  ["snooze", { needs: ["ITEM", "DAYS"], act: snooze }],
  ["done", { needs: ["ITEM"], act: setState("done") }],
  ["reopen", { needs: ["ITEM"], act: setState("open") }],
  ["followup", { needs: ["ITEM", "DAYS"], act: followUp }],
  ["unsubscribe", { needs: ["ITEM"], act: unsubscribe }],
  ["classes", { needs: [], act: classes }],
  ["class", { needs: ["NAME", "TITLE"], act: nameClass }],
  ["bulk", { needs: ["TEXT"], act: bulk }],
  ["bulks", { needs: [], act: bulks }],
  ["undo", { needs: ["BULK"], act: undo }],
  ["rules", { needs: [], act: rules }],
  ["rule", { needs: ["TEXT"], act: proposeRule }],
  ["confirm", { needs: ["RULE"], act: setRule("on") }],
  ["off", { needs: ["RULE"], act: setRule("off") }],
  ["remove", { needs: ["RULE"], act: setRule("removed") }],
]);

/** `kralle inbox [ACTION] [ITEM …] [--state STATE] [--hash NUMBER] [--json]` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [name = "list", ...words] = args;
  const texts = textsOf(languageOf(process.env)).inbox;
  const action = ACTIONS.get(name);
  if (!action) throw new AppError("E_USAGE", texts.unknownAction(name), { hint: texts.actions });
  const missing = action.needs.find((_, at) => (words[at] ?? "").trim() === "");
  if (missing !== undefined) throw new AppError("E_USAGE", texts.missing(missing), { hint: texts.actions });
  return withApp({ interactive: false }, async (session) => {
    const [document, tell] = await action.act(session, words, options);
    if (options["json"] === true) process.stdout.write(`${JSON.stringify(document)}\n`);
    else tell();
    return EXIT.ok;
  });
}
