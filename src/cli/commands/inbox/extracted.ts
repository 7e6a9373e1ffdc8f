import { toSafeLine, toSafeText, type MailView } from "../../../app/index.ts";
import { wrap } from "../../terminal/text.ts";
import type { Ui } from "../../terminal/ui.ts";
import { showDraft } from "./drafts.ts";
import type { Action } from "./types.ts";

/** What a bill asks for, each field with the words that it was read from; contradictions are told and not chosen. */
export function tellInvoice({ invoice }: MailView, { out, texts, format }: Ui): void {
  if (invoice === null) return;
  const { fields } = texts.inbox;
  const line = (text: string): void => out.line(wrap(toSafeLine(text), out.columns, "  "));
  const currency = invoice.currency.value;
  for (const name of ["amount", "due", "number", "issuer", "iban"] as const) {
    const { value, found, others } = invoice[name];
    const say = (told: string): string => {
      if (name === "due") return format.date(Date.parse(`${told}T12:00:00`)); // a local day
      return name === "amount" && currency !== null ? `${told} ${currency}` : told;
    };
    if (value !== null && found !== null) line(`${fields[name]}: ${say(value)}  ← „${found.quote}“ (${found.source})`);
    else if (others.length > 0) {
      const all = others.map((one) => `${say(one.value)} (${one.source})`).join(", ");
      out.line(
        out.style.red(wrap(toSafeLine(`${fields[name]}: ${texts.inbox.contradiction(all)}`), out.columns, "  ")),
      );
    }
  }
  if (invoice.isCredit) line(texts.inbox.isCredit);
  out.line("");
}

export function tellAppointment({ appointment, item }: MailView, { out, texts, format }: Ui): void {
  if (appointment === null) return;
  const { method, title, place, organiser, start, end, repeats, state, conflicts } = appointment;
  const line = (text: string): void => out.line(wrap(toSafeLine(text), out.columns, "  "));
  const when = start === null ? "" : `: ${format.dateTime(start)}${end === null ? "" : ` – ${format.dateTime(end)}`}`;
  line(
    `${texts.inbox.appointment} „${title}“${when}${place === null ? "" : `, ${place}`}${repeats === null ? "" : ` (${repeats})`}`,
  );
  if (organiser !== null) line(`${texts.inbox.organiser}: ${organiser.name} <${organiser.address}>`);
  if (state !== null) line(texts.inbox.appointmentStates[state]);
  for (const other of conflicts)
    out.line(
      out.style.red(
        wrap(toSafeLine(texts.inbox.conflict(other.title, format.dateTime(other.start))), out.columns, "  "),
      ),
    );
  for (const problem of appointment.problems) line(problem);
  if (method === "REQUEST" && item.kind === "appointment") line(texts.inbox.answerWith(item.id));
  out.line("");
}

/** Mails that lie in the mail, as text. */
export function tellEnclosed({ enclosed }: MailView, { out, texts, format }: Ui): void {
  for (const { from, sentAt, subject, text } of enclosed) {
    const head = `${texts.inbox.enclosed}: ${from === null ? "" : `${from.name} <${from.address}>`} ${sentAt === null ? "" : format.dateTime(sentAt)} ${subject}`;
    out.line(out.style.bold(wrap(toSafeLine(head), out.columns)));
    for (const part of toSafeText(text).split("\n")) out.line(wrap(part, out.columns, "  "));
    out.line("");
  }
}

export const answerInvitation =
  (answer: "accept" | "decline" | "tentative"): Action =>
  async ({ app, ctx, ui }, [id = ""]) => {
    const draft = await app.run("answerInvitation", { id, answer }, {}, ctx);
    return [draft, () => showDraft(draft, id, ui)];
  };
