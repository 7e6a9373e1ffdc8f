import type { Context } from "../../core/index.ts";
import type { Database } from "../database.ts";
import type { MailAddress } from "../mails/types.ts";

/** `invited`: an invitation that nobody has answered yet. */
export type AppointmentState = "confirmed" | "tentative" | "invited" | "declined" | "cancelled";

/** An event, or a series of them, as a mail or a calendar tells it. Its words come from outside. */
export interface StoredAppointment {
  id: string;
  account: string;
  /** What it is called there: the address of its file in a calendar; of an invitation, its UID. */
  source: string;
  /** The mail that invites to it; null: it stands in a calendar. */
  mail: string | null;
  /** The name that all calendars give it (RFC 5545). */
  uid: string;
  sequence: number;
  organiser: MailAddress | null;
  state: AppointmentState;
  isBusy: boolean;
  isAllDay: boolean;
  title: string;
  place: string | null;
  /** Its rule, as it was written; null: it happens once. */
  repeats: string | null;
  /** As the calendar's server tells versions apart; null: of a mail. */
  version: string | null;
  /** ms UTC; of a series those that are near. */
  times: { start: number; end: number }[];
}

/** One time of an event. */
export type Appointment = Omit<StoredAppointment, "times" | "sequence" | "version" | "source"> & {
  start: number;
  end: number;
};

export interface TakeEvents {
  account: string;
  put: readonly Omit<StoredAppointment, "id" | "account" | "mail">[];
  /** Sources that are not there any more. */
  gone: readonly string[];
  cursor: unknown;
}

export interface Calendar {
  in(tx: Database): Calendar;
  /** The same account and source again is the same event, with what is known now. */
  put(event: Omit<StoredAppointment, "id">, ctx: Pick<Context, "clock">): Promise<string>;
  get(id: string): Promise<StoredAppointment | null>;
  /** Under the name that its account gives it. */
  find(account: string, source: string): Promise<StoredAppointment | null>;
  /** What a mail invites to. */
  ofMail(mail: string): Promise<StoredAppointment[]>;
  setState(id: string, state: AppointmentState, ctx: Pick<Context, "clock">): Promise<void>;
  /**
   * Times that touch this stretch (ms UTC), by start; none that is declined or cancelled. What a calendar holds is not told once more by the
   * mail that invited to it. At most 1,000.
   */
  between(from: number, to: number): Promise<Appointment[]>;
  /** Keeps what changed at a calendar together with the place to go on from. */
  take(batch: TakeEvents, ctx: Pick<Context, "clock">): Promise<void>;
  /** Null: nothing was taken yet. */
  cursor(account: string): Promise<unknown>;
  /** Takes all of an account out. */
  forget(account: string): Promise<void>;
}
