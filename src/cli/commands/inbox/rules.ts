import { toSafeLine, type RuleView } from "../../../app/index.ts";
import { AppError } from "../../../core/index.ts";
import type { Session } from "../../run.ts";
import { wrap } from "../../terminal/text.ts";
import type { Action } from "./types.ts";

export const rules: Action = async (session) => {
  const { ui } = session;
  const listed = await readRules(session);
  return [
    { rules: listed },
    () => {
      const { inbox } = ui.texts;
      if (listed.length === 0) return ui.out.line(wrap(inbox.noRules, ui.out.columns));
      for (const { id, words, state } of listed)
        ui.out.line(wrap(`${id}  ${toSafeLine(inbox.ruleIs(words, inbox.ruleStates[state]))}`, ui.out.columns, "  "));
    },
  ];
};

async function readRules({ app, ctx, ui }: Session): Promise<RuleView[]> {
  return (await app.run("mailRules", { language: ui.language }, {}, ctx)).rules;
}

export const proposeRule: Action = async ({ app, ctx, ui }, words) => {
  const rule = await app.run("proposeMailRule", { text: words.join(" "), language: ui.language }, {}, ctx);
  return [
    rule,
    () => {
      ui.out.line(wrap(ui.texts.inbox.understood(toSafeLine(rule.words)), ui.out.columns, "  "));
      ui.out.line(wrap(ui.texts.inbox.confirmWith(rule.id), ui.out.columns));
    },
  ];
};

/** A rule says the same as long as it has this id: what changes is only whether it counts. */
export const setRule =
  (state: "on" | "off" | "removed"): Action =>
  async (session, [id = ""]) => {
    const { app, ctx, ui } = session;
    const found = (await readRules(session)).find((rule) => rule.id === id);
    if (!found)
      throw new AppError("E_NOT_FOUND", `There is no mail rule ${id}.`, { hint: "`kralle inbox rules` lists them." });
    const changed = await app.run("setMailRule", { id, state, version: found.version, language: ui.language }, {}, ctx);
    const { inbox } = ui.texts;
    const told =
      state === "removed" ? inbox.removed : inbox.ruleIs(toSafeLine(changed.words), inbox.ruleStates[changed.state]);
    return [changed, () => ui.out.line(wrap(told, ui.out.columns, "  "))];
  };
