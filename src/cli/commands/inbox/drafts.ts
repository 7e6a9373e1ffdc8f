import { toSafeLine, toSafeText, type DraftView, type MailView } from "../../../app/index.ts";
import { AppError } from "../../../core/index.ts";
import type { Session } from "../../run.ts";
import { textOption } from "../../usage.ts";
import { wrap } from "../../terminal/text.ts";
import type { Ui } from "../../terminal/ui.ts";
import type { Action } from "./types.ts";

/** As many characters of a letter's hash are typed. */
const SHOWN_HASH = 12;

/** The whole letter, each sentence with what it stands on. */
export function showDraft(draft: DraftView, item: string, ui: Ui): void {
  const { out, texts, format } = ui;
  const { inbox } = texts;
  const line = (text: string, indent = ""): void => out.line(wrap(text, out.columns, indent));
  const due = draft.due === null ? "" : ` (${format.dateTime(draft.due)})`;
  out.line(out.style.bold(`${inbox.draft}: ${inbox.states[draft.state]}${due}`));
  line(`${inbox.to} ${toSafeLine(draft.to)}: ${toSafeLine(draft.subject)}`);
  for (const why of draft.why) line(out.style.dim(`– ${toSafeLine(why)}`), "  ");
  for (const question of draft.questions) line(`? ${toSafeLine(question)}`, "  ");
  out.line("");
  for (const part of toSafeText(draft.text).split("\n")) line(part);
  out.line("");
  for (const { text, sources } of draft.sentences) {
    const [source] = sources;
    if (source === undefined) continue;
    const from = source.type === "quote" ? source.text : `${source.name}: ${source.value}`;
    line(out.style.dim(`${toSafeLine(text)} ← ${inbox.sources} ${toSafeLine(from)}`), "  ");
  }
  if (["asking", "open", "waiting", "failed"].includes(draft.state))
    line(inbox.approveWith(item, draft.hash.slice(0, SHOWN_HASH)));
}

export const answer: Action = async ({ app, ctx, ui }, [id = "", ...text]) => {
  const own = text.join(" ").trim();
  const made = await app.run("writeDraft", own === "" ? { id } : { id, text: own }, {}, ctx);
  return [
    made,
    () =>
      made.draft === null ? ui.out.line(wrap(ui.texts.inbox.drafted, ui.out.columns)) : showDraft(made.draft, id, ui),
  ];
};

/** Of an item; E_NOT_FOUND where it has none. */
async function draftOf({ app, ctx }: Session, id: string): Promise<NonNullable<MailView["letter"]>> {
  const { letter } = await app.run("inboxItem", { id }, {}, ctx);
  if (letter) return letter;
  throw new AppError("E_NOT_FOUND", `There is no draft ${id}.`, { hint: "`kralle inbox` lists what is open." });
}

export const edit: Action = async (session, [id = "", ...text]) => {
  const { app, ctx, ui } = session;
  const changed = await app.run("editDraft", { id: (await draftOf(session, id)).id, text: text.join(" ") }, {}, ctx);
  return [changed, () => showDraft(changed, id, ui)];
};

export const changeDraft =
  (command: "holdDraft" | "discardDraft"): Action =>
  async (session, [id = ""]) => {
    const { app, ctx, ui } = session;
    const changed = await app.run(command, { id: (await draftOf(session, id)).id }, {}, ctx);
    return [changed, () => ui.out.line(`${ui.texts.inbox.draft}: ${ui.texts.inbox.states[changed.state]}`)];
  };

/** Sends what was read: the number that is typed is that of exactly this letter. */
export const approve: Action = async (session, [id = ""], options) => {
  const { app, ctx, ui } = session;
  const draft = await draftOf(session, id);
  const typed = textOption(options, "hash") ?? "";
  if (typed.length < SHOWN_HASH || !draft.hash.startsWith(typed)) {
    if (typed === "") return [draft, () => showDraft(draft, id, ui)];
    throw new AppError("E_INPUT", ui.texts.inbox.otherHash, { hint: ui.texts.inbox.approveWith(id, "…") });
  }
  const sent = await app.run("approveDraft", { id: draft.id, hash: draft.hash }, {}, ctx);
  return [sent, () => ui.out.line(`${ui.texts.inbox.draft}: ${ui.texts.inbox.states[sent.state]}`)];
};
