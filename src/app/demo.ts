import { cp, mkdir, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toAppError } from "../core/index.ts";
import { samplePath, ensureSample } from "./sample.ts";
import type { StoryPlan } from "./story.ts";

/** The sample firm as it lies in a home of its own. */
export interface DemoFirm {
  name: string;
  address: string;
  owner: string;
  zone: string;
  /** A Maildir with the mails of 30 days, the last of them of the day on which it was made. */
  mailbox: string;
  /** Folders with what the firm knows. */
  knowledge: readonly string[];
}

/** How many mails lie in a mailbox that came since then (ms UTC). */
export async function countSince(mailbox: string, since: number): Promise<number> {
  const folders = ["new", "cur"].map((part) => join(mailbox, part));
  const names = await Promise.all(folders.map((folder) => readdir(folder)));
  const paths = names.flatMap((list, at) => list.map((name) => join(folders[at] ?? "", name)));
  const times = await Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs));
  return times.filter((at) => at >= since).length;
}

/** Beside the gateway of the person's own home. */
const PORT = 7478;

/** Makes a home for the sample firm: nothing of it is ever among the person's own. Its path. Throws E_HOME_UNWRITABLE. */
export async function ensureDemoHome(home: string): Promise<string> {
  const path = join(home, "demo");
  const config = join(path, "config.json");
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    if (!(await isThere(config))) await writeFile(config, `${JSON.stringify({ gateway: { port: PORT } }, null, 2)}\n`);
    return path;
  } catch (thrown) {
    throw toAppError(thrown, "E_HOME_UNWRITABLE");
  }
}

/**
 * Writes the sample firm into its home, once: a mailbox that is there is left as it is. It appears by one rename. `now` is the last
 * moment of the story; mails of later hours of that day are there already. Throws E_HOME_UNWRITABLE.
 */
export async function ensureFirm(home: string, now: number): Promise<DemoFirm> {
  const { FIRM, KNOWLEDGE, writeLetters } = await import("../world/index.ts");
  const mailbox = join(home, "mailbox");
  const knowledge = join(home, "knowledge");
  try {
    await ensureSample(home);
    if (!(await isThere(knowledge))) await cp(KNOWLEDGE, knowledge, { recursive: true });
    if (!(await isThere(mailbox))) {
      const stage = `${mailbox}.new`;
      await rm(stage, { recursive: true, force: true });
      for (const part of ["cur", "new", "tmp"]) await mkdir(join(stage, part), { recursive: true, mode: 0o700 });
      for (const { name, at, raw } of await writeLetters({ now })) {
        const path = join(stage, "new", name);
        await writeFile(path, raw, { mode: 0o600 });
        await utimes(path, at / 1000, at / 1000);
      }
      await rename(stage, mailbox);
    }
  } catch (thrown) {
    throw toAppError(thrown, "E_HOME_UNWRITABLE");
  }
  const { name, address, owner, zone } = FIRM;
  return { name, address, owner, zone, mailbox, knowledge: [knowledge, join(samplePath(home), "preise")] };
}

const [DAY_MS, MINUTE_MS] = [86_400_000, 60_000];
/** When the sample firm's briefing comes. */
const TIME = "7:30";

/**
 * The last mornings of the sample firm, to be told one after another in a home of its own: the last of them is the newest one that has been, so that
 * nothing of the story lies ahead. Throws E_HOME_UNWRITABLE.
 */
export async function planDemo(
  home: string,
  { days, language, now }: { days: number; language: "en" | "de"; now: number },
): Promise<StoryPlan & { firm: string }> {
  const { FIRM, KNOWLEDGE, toDay, toMoment, writeLetters } = await import("../world/index.ts");
  const today = toDay(now, FIRM.zone);
  const last = toMoment(today, TIME, FIRM.zone) <= now ? today : today - DAY_MS;
  const knowledge = join(home, "knowledge");
  try {
    await ensureSample(home);
    if (!(await isThere(knowledge))) await cp(KNOWLEDGE, knowledge, { recursive: true });
  } catch (thrown) {
    throw toAppError(thrown, "E_HOME_UNWRITABLE");
  }
  return {
    firm: FIRM.name,
    owner: FIRM.owner,
    address: FIRM.address,
    zone: FIRM.zone,
    language,
    knowledge: [knowledge, join(samplePath(home), "preise")],
    mailbox: join(home, "mailbox"),
    mails: await writeLetters({ now: toMoment(last, "00:00", FIRM.zone) - MINUTE_MS }),
    mornings: Array.from({ length: days }, (_, at) => toMoment(last - (days - 1 - at) * DAY_MS, TIME, FIRM.zone)),
    time: TIME,
  };
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
