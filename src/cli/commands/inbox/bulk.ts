import { toSafeLine, type BulkPlan, type StoredBulk } from "../../../app/index.ts";
import { AppError } from "../../../core/index.ts";
import { cut, toColumns, wrap } from "../../terminal/text.ts";
import type { Ui } from "../../terminal/ui.ts";
import { textOption } from "../../usage.ts";
import type { Action } from "./types.ts";

/** As many characters of a list's hash are typed. */
const SHOWN_HASH = 12;

/** Lists what a sentence would file; with the number of exactly this list, files it. */
export const bulk: Action = async ({ app, ctx, ui }, words, options) => {
  const input = { text: words.join(" "), language: ui.language };
  const plan = await app.run("planBulk", input, {}, ctx);
  const typed = textOption(options, "hash") ?? "";
  if (typed === "") return [plan, () => tellPlan(plan, input.text, ui)];
  if (typed.length < SHOWN_HASH || !plan.hash.startsWith(typed)) {
    const hint = ui.texts.inbox.fileWith(input.text, "…");
    throw new AppError("E_INPUT", ui.texts.inbox.otherList, { hint });
  }
  const done = await app.run("approveBulk", { ...input, hash: plan.hash }, {}, ctx);
  return [done, () => tellBulk(done, ui)];
};

function tellPlan({ words, mails, hasMore, hash }: BulkPlan, text: string, { out, texts, format }: Ui): void {
  const { inbox } = texts;
  out.line(wrap(inbox.understood(toSafeLine(words)), out.columns, "  "));
  if (mails.length === 0) return out.line(inbox.noMails);
  const rows = mails.map(({ from, subject, at }) => [format.date(at), cut(toSafeLine(from), 32), toSafeLine(subject)]);
  for (const line of toColumns(rows)) out.line(cut(`  ${line}`, out.columns));
  out.line(inbox.wouldFile(mails.length));
  if (hasMore) out.line(wrap(inbox.others, out.columns));
  out.line(wrap(inbox.fileWith(text, hash.slice(0, SHOWN_HASH)), out.columns));
}

function tellBulk({ id, words, mails, at }: StoredBulk, { out, texts, format }: Ui): void {
  const count = (state: StoredBulk["mails"][number]["state"]): number =>
    mails.filter((one) => one.state === state).length;
  const told = texts.inbox.filed(count("done"), mails.length, count("undone"));
  out.line(wrap(`${id}  ${format.dateTime(at)}  ${toSafeLine(words)}: ${told}`, out.columns, "  "));
}

export const bulks: Action = async ({ app, ctx, ui }) => {
  const listed = await app.run("bulks", {}, {}, ctx);
  return [
    listed,
    () =>
      listed.bulks.length === 0
        ? ui.out.line(ui.texts.inbox.noBulks)
        : listed.bulks.forEach((one) => tellBulk(one, ui)),
  ];
};

export const undo: Action = async ({ app, ctx, ui }, [id = ""]) => {
  const undone = await app.run("undoBulk", { id }, {}, ctx);
  return [undone, () => tellBulk(undone, ui)];
};
