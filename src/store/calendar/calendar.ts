import { AppError, createId, type Context } from "../../core/index.ts";
import { jsonOf, numberOf, textOf, textOrNull, type Database, type Row, type SqlValue } from "../database.ts";
import type { Appointment, AppointmentState, Calendar, StoredAppointment, TakeEvents } from "./types.ts";

const MOST = 1_000;

export function createCalendar(db: Database): Calendar {
  const first = async (where: string, params: SqlValue[]): Promise<StoredAppointment | null> =>
    (await list(db, where, params))[0] ?? null;
  return {
    in: createCalendar,
    put: (event, ctx) => db.transaction((tx) => put(tx, event, ctx)),
    get: (id) => first("id = ?", [id]),
    find: (account, source) => first("account = ? AND source = ?", [account, source]),
    ofMail: (mail) => list(db, "mail = ?", [mail]),
    async setState(id, state, ctx) {
      await db.run("UPDATE appointments SET state = ?, updated = ? WHERE id = ?", [state, ctx.clock.now(), id]);
    },
    async between(from, to) {
      const rows = await db.all(BETWEEN, [to, from, from, MOST]);
      return rows.map((row) => ({ ...toEvent(row), start: numberOf(row, "start_at"), end: numberOf(row, "end_at") }));
    },
    take: (batch, ctx) => db.transaction((tx) => take(tx, batch, ctx)),
    async cursor(account) {
      const row = await db.get("SELECT cursor FROM calendar_cursors WHERE account = ?", [account]);
      return row ? jsonOf(row, "cursor") : null;
    },
    forget: (account) =>
      db.transaction(async (tx) => {
        await eraseAppointments(tx, "account = ?", [account]);
        await tx.run("DELETE FROM calendar_cursors WHERE account = ?", [account]);
      }),
  };
}

/** What only touches the end of a stretch is outside; what takes no time belongs to its moment. */
const BETWEEN = `SELECT a.*, t.start_at, t.end_at FROM appointment_times t JOIN appointments a ON a.id = t.appointment
  WHERE t.start_at < ? AND (t.end_at > ? OR t.start_at >= ?) AND a.state NOT IN ('declined', 'cancelled')
    AND NOT (a.mail IS NOT NULL AND EXISTS (SELECT 1 FROM appointments c WHERE c.uid = a.uid AND c.mail IS NULL))
  ORDER BY t.start_at, a.id LIMIT ?`;

async function put(tx: Database, event: Omit<StoredAppointment, "id">, ctx: Pick<Context, "clock">): Promise<string> {
  const now = ctx.clock.now();
  const row = await tx.get(PUT, [
    createId("apt", now),
    event.account,
    event.source,
    event.mail,
    event.uid,
    event.sequence,
    event.organiser && JSON.stringify(event.organiser),
    event.state,
    event.isBusy ? 1 : 0,
    event.isAllDay ? 1 : 0,
    event.title,
    event.place,
    event.repeats,
    event.version,
    now,
  ]);
  if (!row) throw new AppError("E_BUG", "An appointment that was stored was not given back.");
  const id = textOf(row, "id");
  await tx.run("DELETE FROM appointment_times WHERE appointment = ?", [id]);
  for (const { start, end } of event.times) {
    await tx.run(
      "INSERT INTO appointment_times (appointment, start_at, end_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      [id, start, end],
    );
  }
  return id;
}

async function take(tx: Database, batch: TakeEvents, ctx: Pick<Context, "clock">): Promise<void> {
  const { account, put: events, gone, cursor } = batch;
  for (const source of gone) await eraseAppointments(tx, "account = ? AND source = ?", [account, source]);
  for (const event of events) await put(tx, { ...event, account, mail: null }, ctx);
  await tx.run(
    `INSERT INTO calendar_cursors (account, cursor, at) VALUES (?, ?, ?)
     ON CONFLICT (account) DO UPDATE SET cursor = excluded.cursor, at = excluded.at`,
    [account, JSON.stringify(cursor ?? null), ctx.clock.now()],
  );
}

const PUT = `INSERT INTO appointments (id, account, source, mail, uid, sequence, organiser, state, busy, all_day, title, place, repeats, version, updated)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (account, source) DO UPDATE SET mail = excluded.mail, uid = excluded.uid, sequence = excluded.sequence,
    organiser = excluded.organiser, state = excluded.state, busy = excluded.busy, all_day = excluded.all_day, title = excluded.title,
    place = excluded.place, repeats = excluded.repeats, version = excluded.version, updated = excluded.updated
  RETURNING id`;

async function list(db: Database, where: string, params: SqlValue[]): Promise<StoredAppointment[]> {
  const rows = await db.all(`SELECT * FROM appointments WHERE ${where} ORDER BY id`, params);
  return Promise.all(
    rows.map(async (row) => {
      const times = await db.all(
        "SELECT start_at, end_at FROM appointment_times WHERE appointment = ? ORDER BY start_at",
        [textOf(row, "id")],
      );
      return {
        ...toEvent(row),
        source: textOf(row, "source"),
        sequence: numberOf(row, "sequence"),
        version: textOrNull(row, "version"),
        times: times.map((time) => ({ start: numberOf(time, "start_at"), end: numberOf(time, "end_at") })),
      };
    }),
  );
}

/** In a transaction. */
export async function eraseAppointments(tx: Database, where: string, params: SqlValue[]): Promise<void> {
  await tx.run(
    `DELETE FROM appointment_times WHERE appointment IN (SELECT id FROM appointments WHERE ${where})`,
    params,
  );
  await tx.run(`DELETE FROM appointments WHERE ${where}`, params);
}

function toEvent(row: Row): Omit<Appointment, "start" | "end"> {
  return {
    id: textOf(row, "id"),
    account: textOf(row, "account"),
    mail: textOrNull(row, "mail"),
    uid: textOf(row, "uid"),
    organiser: row["organiser"] === null ? null : (jsonOf(row, "organiser") as Appointment["organiser"]),
    state: textOf(row, "state") as AppointmentState,
    isBusy: numberOf(row, "busy") === 1,
    isAllDay: numberOf(row, "all_day") === 1,
    title: textOf(row, "title"),
    place: textOrNull(row, "place"),
    repeats: textOrNull(row, "repeats"),
  };
}
