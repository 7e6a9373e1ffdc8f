import { mkdir, rename, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError, type Context, type StoryClock } from "../core/index.ts";
import type { App } from "./app.ts";
import type { BriefingView } from "./commands/briefing.ts";
import { INBOX_WORK } from "./desks/list.ts";

/** A mail that lies in a mailbox from a moment on. */
export interface StoryMail {
  /** Of its file. */
  name: string;
  /** ms UTC */
  at: number;
  raw: Uint8Array;
}

export interface StoryPlan {
  owner: string;
  address: string;
  zone: string;
  language: "en" | "de";
  /** Folders with what the owner knows. */
  knowledge: readonly string[];
  /** The mailbox: made by this, and filled as the days pass. */
  mailbox: string;
  /** Oldest first. */
  mails: readonly StoryMail[];
  /** When the briefing comes on each day that is told, ms UTC, and on the zone's clocks. */
  mornings: readonly number[];
  time: string;
}

export interface StoryDay {
  /** Mails that were worked on since the day before. */
  mails: number;
  briefing: BriefingView;
}

/** Days of a mailbox, each told by the briefing that its morning brings. */
export interface Story {
  /** Null when all are told. Throws E_BUDGET where nothing moves any further. */
  next(): Promise<StoryDay | null>;
}

/** How old a mail may be when the mailbox is connected so that it is worked on. */
const OLDEST_DAYS = 7;
const DAY_MS = 86_400_000;
/** Before the briefing comes, the mails have this long. */
const AHEAD_MS = 10 * 60_000;
const EVERY_MS = 40;
const STUCK_MS = 120_000;

/** When a story of this plan begins; its clock stands there when the app is opened. */
export const storyBegins = ({ mornings }: Pick<StoryPlan, "mornings">): number => (mornings[0] ?? 0) - 2 * AHEAD_MS;

/**
 * Lets days pass over a mailbox that is connected as any other is: its mails come in when they did, the inbox works on them, and the
 * schedule of the briefing makes each. `clock` is the one that the app was opened with.
 */
export async function openStory(app: App, plan: StoryPlan, clock: StoryClock, ctx: Context): Promise<Story> {
  const { workflows } = (await app.conversations()).work;
  const began = (plan.mornings[0] ?? 0) - AHEAD_MS;
  const waiting = [...plan.mails];
  let worked = 0;

  /** How many of them are worked on: not those that were old when the mailbox was connected. */
  async function deliver(end: number): Promise<number> {
    let fresh = 0;
    for (let mail = waiting[0]; mail !== undefined && mail.at < end; mail = waiting[0]) {
      await putMail(plan.mailbox, mail);
      waiting.shift();
      if (mail.at >= began - OLDEST_DAYS * DAY_MS) fresh += 1;
    }
    return fresh;
  }

  /** Until it holds, by the time that really passes. */
  async function waitFor(what: () => Promise<boolean>): Promise<void> {
    const started = performance.now();
    while (!(await what())) {
      if (performance.now() - started > STUCK_MS) {
        throw new AppError("E_BUDGET", "The mails of the sample firm are not worked on any further.", {
          hint: "`kralle runs` says what waits; begin anew with `kralle demo --new`.",
        });
      }
      await clock.sleep(EVERY_MS, ctx.signal);
    }
  }

  async function areWorkedOn(count: number): Promise<boolean> {
    const runs = await workflows.list({ workflow: INBOX_WORK, limit: 10_000 });
    const done = runs.filter(({ state }) => state !== "waiting" && state !== "running").length;
    return runs.length >= count && done === runs.length;
  }

  const mornings = [...plan.mornings];
  let isConnected = false;
  return {
    async next() {
      const morning = mornings.shift();
      if (morning === undefined) return null;
      if (!isConnected) await connect(app, plan, ctx);
      isConnected = true;
      clock.moveTo(morning - AHEAD_MS);
      const fresh = await deliver(morning);
      worked += fresh;
      await waitFor(() => areWorkedOn(worked));
      clock.moveTo(morning);
      let briefing: BriefingView | null = null;
      await waitFor(async () => {
        briefing = await app.run("briefing", {}, {}, ctx);
        return briefing.stored !== null && briefing.deliveries.every(({ state }) => state !== "intended");
      });
      return { mails: fresh, briefing: briefing! };
    },
  };
}

/** As a person does it: who they are, what they know, their mailbox, and when the briefing is to come. */
async function connect(app: App, plan: StoryPlan, ctx: Context): Promise<void> {
  const { owner, address, zone, language, knowledge, mailbox: path, time } = plan;
  await app.run("setProfile", { name: owner, language, timeZone: zone }, {}, ctx);
  for (const folder of knowledge) await app.run("addKnowledge", { folder }, {}, ctx);
  for (const part of ["cur", "new", "tmp"]) await mkdir(join(path, part), { recursive: true, mode: 0o700 });
  const settings = { path, days: OLDEST_DAYS, address, keepsSent: true };
  await app.run("connectAccount", { kind: "maildir", address, settings }, {}, ctx);
  await app.run("setBriefing", { at: time, zone }, {}, ctx);
}

/** By one rename, as a mail server does. */
async function putMail(mailbox: string, { name, at, raw }: StoryMail): Promise<void> {
  const temporary = join(mailbox, "tmp", name);
  await writeFile(temporary, raw, { mode: 0o600 });
  await utimes(temporary, at / 1000, at / 1000);
  await rename(temporary, join(mailbox, "new", name));
}
