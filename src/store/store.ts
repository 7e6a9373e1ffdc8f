import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "../core/index.ts";
import { createAccounts, type Accounts } from "./accounts.ts";
import { createLabelLog, type LabelLog } from "./labels.ts";
import { createPolicyLines, type PolicyLines } from "./policy.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { createPins, type Pins } from "./pins.ts";
import { createAbilities, createDepths, type Abilities } from "./abilities.ts";
import { createStoredApprovals, type StoredApprovals } from "./approvals.ts";
import { createAudit, type Audit } from "./audit.ts";
import { createBriefings, type Briefings } from "./briefings.ts";
import { createCalendar } from "./calendar/calendar.ts";
import type { Calendar } from "./calendar/types.ts";
import { createBlobs, type Blobs } from "./blobs.ts";
import { createCredentials, type Credentials } from "./credentials.ts";
import { createDocuments, type Documents } from "./documents.ts";
import { createEffectLog, type EffectLog } from "./effects.ts";
import { findHolder } from "./holder.ts";
import { createHolders, type Holders } from "./holders.ts";
import { finishRestore } from "./backup/finish.ts";
import type { Database } from "./database.ts";
import { ensureHome } from "./home.ts";
import { createItems, type Items } from "./items.ts";
import { createInboxStore, type InboxStore } from "./inbox/index.ts";
import { createMails } from "./mails/mails.ts";
import type { Mails } from "./mails/types.ts";
import { createMemories, type Memories } from "./memories.ts";
import { createMessages, type Messages } from "./messages.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { migrate } from "./migrations.ts";
import { requireUnmoved } from "./move/moved.ts";
import { createModelMemory, type ModelMemory } from "./modelMemory.ts";
import { createProfiles, type Profiles } from "./profile.ts";
import { createRuns, type Runs } from "./runs.ts";
import { createSchedules, type Schedules } from "./schedules.ts";
import { createSearch, type Search } from "./search/search.ts";
import { createSealedSecrets, type SealedSecrets } from "./secrets.ts";
import { createSessions, type Sessions } from "./sessions.ts";
import { createSpace, type Space } from "./space.ts";
import { openSqlite } from "./sqlite.ts";
import { createStops, type Stops } from "./stop.ts";
import { createTelegramLog, type TelegramLog } from "./telegram.ts";
import { createTimers, type Timers } from "./timers.ts";
import { createTurns, type Turns } from "./turns.ts";
import { createUndoLog, type UndoLog } from "./undo.ts";
import { createUsageLog, type UsageLog } from "./usage.ts";

/** Everything that is kept between two starts. What a call returned is on disk. */
export interface Store {
  readonly home: string;
  readonly db: Database;
  /** Who accepts something new asks it first. */
  readonly space: Space;
  readonly blobs: Blobs;
  readonly sessions: Sessions;
  readonly messages: Messages;
  readonly search: Search;
  readonly runs: Runs;
  readonly turns: Turns;
  readonly usage: UsageLog;
  readonly undo: UndoLog;
  readonly abilities: Abilities;
  readonly pins: Pins;
  readonly policy: PolicyLines;
  readonly labels: LabelLog;
  readonly depths: Abilities;
  readonly modelMemory: ModelMemory;
  readonly credentials: Credentials;
  /** What the owner connected. */
  readonly accounts: Accounts;
  /** Sealed; who may open them: `guard/secrets`. */
  readonly secrets: SealedSecrets;
  /** Questions to a person, and their answers. */
  readonly approvals: StoredApprovals;
  /** Who did what, so that nobody can change it unseen. */
  readonly audit: Audit;
  /** Acts on the world outside, and whether somebody stopped them. */
  readonly effects: EffectLog;
  readonly stops: Stops;
  /** Who of several on this database carries acts. */
  readonly holders: Holders;
  /** What the owner wants remembered, and who they are. */
  readonly memories: Memories;
  readonly profile: Profiles;
  /** How mail is handled. */
  readonly inbox: InboxStore;
  /** What is to begin: surely, later, again and again. */
  readonly outbox: Outbox;
  readonly timers: Timers;
  /** What a bot of Telegram heard and is to say. */
  readonly telegram: TelegramLog;
  readonly schedules: Schedules;
  /** What may want a person, of all desks. */
  readonly items: Items;
  /** What answers are taken from. */
  readonly documents: Documents;
  readonly metrics: Metrics;
  /** What the owner was told of a day, and where it went. */
  readonly briefings: Briefings;
  readonly mails: Mails;
  /** Appointments, out of mails and of calendars. */
  readonly calendar: Calendar;
  /**
   * Hears of each session for which an event was stored, also by other processes on the same database; null: of any. Only where
   * there can be others: never on SQLite. Returns what ends it.
   */
  watch(hear: (session: string | null) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Address of a PostgreSQL database that takes the place of `kralle.db`. */
  databaseUrl?: string | undefined;
}

/**
 * Opens (or makes) the store of a home folder: `kralle.db` and `blobs/`, private to the user. Throws E_STORE for a
 * damaged database, one of a newer Kralle or a server that cannot be reached, E_HOME_UNWRITABLE, E_DISK_FULL.
 */
export async function openStore(home: string, ctx: Context, { databaseUrl }: StoreOptions = {}): Promise<Store> {
  await ensureHome(home);
  const blobFolder = join(home, "blobs");
  await mkdir(blobFolder, { recursive: true, mode: 0o700 });
  await finishRestore(home);
  if (databaseUrl === undefined) await requireUnmoved(home);
  const db = databaseUrl === undefined ? openSqlite(join(home, "kralle.db")) : await openServer(databaseUrl, ctx);
  try {
    await migrate(db, ctx.clock.now);
  } catch (thrown) {
    await db.close();
    throw thrown;
  }
  const audit = createAudit(db);
  return {
    home,
    db,
    space: createSpace(home),
    blobs: createBlobs(blobFolder),
    sessions: createSessions(db),
    messages: createMessages(db),
    search: createSearch(db),
    runs: createRuns(db),
    turns: createTurns(db),
    usage: createUsageLog(db),
    undo: createUndoLog(db),
    abilities: createAbilities(db),
    pins: createPins(db),
    policy: createPolicyLines(db),
    labels: createLabelLog(db),
    depths: createDepths(db),
    modelMemory: createModelMemory(db),
    credentials: createCredentials(db),
    accounts: createAccounts(db),
    secrets: createSealedSecrets(db),
    approvals: createStoredApprovals(db, audit, () => findHolder(home)),
    audit,
    effects: createEffectLog(db, audit),
    stops: createStops(db, audit),
    holders: createHolders(db, audit),
    memories: createMemories(db),
    profile: createProfiles(db),
    inbox: createInboxStore(db, audit),
    outbox: createOutbox(db),
    timers: createTimers(db),
    telegram: createTelegramLog(db),
    schedules: createSchedules(db),
    items: createItems(db),
    documents: createDocuments(db),
    metrics: createMetrics(db),
    briefings: createBriefings(db),
    mails: createMails(db),
    calendar: createCalendar(db),
    watch: async (hear) => (databaseUrl === undefined ? async () => undefined : watchOthers(databaseUrl, hear, ctx)),
    close: () => db.close(),
  };
}

async function watchOthers(
  url: string,
  hear: (session: string | null) => void,
  ctx: Context,
): Promise<() => Promise<void>> {
  const { watchEvents } = await import("./postgres/watch.ts");
  return watchEvents(url, hear, ctx);
}

/** The client of PostgreSQL is read only where there is one. */
async function openServer(url: string, ctx: Context): Promise<Database> {
  const { openPostgres } = await import("./postgres/open.ts");
  return openPostgres(url, ctx);
}
