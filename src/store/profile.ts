import { z } from "zod";
import { AppError, type Context } from "../core/index.ts";
import { textOf, type Database } from "./database.ts";
import { toOneLine } from "./memories.ts";

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const span = z.object({ from: time, to: time }).refine(({ from, to }) => from < to, "it ends before it begins");
const daySpans = z
  .array(span)
  .min(1)
  .max(4)
  .refine((spans) => spans.every(({ from }, at) => from >= (spans[at - 1]?.to ?? "")), "the times overlap");

/** Local times of a day; days that are not there are free. */
const workingHours = z.partialRecord(z.enum(WEEKDAYS), daySpans);
export type WorkingHours = z.infer<typeof workingHours>;

const timeZone = z
  .string()
  .max(64)
  .transform((name, check) => {
    const known = toTimeZone(name);
    if (known !== null) return known;
    check.addIssue({ code: "custom", message: `"${name}" is no time zone like Europe/Berlin` });
    return z.NEVER;
  });

const profileFields = {
  name: z.string().max(200).transform(toOneLine).pipe(z.string().min(1).max(80)),
  /** How the owner is spoken to: German "du" or "Sie", or by the first name. */
  address: z.enum(["du", "sie", "firstName"]),
  tone: z.enum(["friendly", "formal", "brief"]),
  language: z.enum(["de", "en"]),
  timeZone,
  workingHours,
};

/** What is set is changed, null takes a field away, what is left out stays. */
export const profilePatch = z.strictObject({
  name: profileFields.name.nullable().optional(),
  address: profileFields.address.nullable().optional(),
  tone: profileFields.tone.nullable().optional(),
  language: profileFields.language.nullable().optional(),
  timeZone: profileFields.timeZone.nullable().optional(),
  workingHours: profileFields.workingHours.nullable().optional(),
});
export type ProfilePatch = z.input<typeof profilePatch>;

/** The owner, as far as they told; null: not told. */
export type Profile = { [F in ProfileField]: z.output<(typeof profileFields)[F]> | null };
export type ProfileField = keyof typeof profileFields;
export const PROFILE_FIELDS = Object.keys(profileFields) as ProfileField[];

/** The name of a zone as the system writes it ("europe/berlin" gives "Europe/Berlin"), or null. */
export function toTimeZone(name: string): string | null {
  if (!/^(?:UTC|[a-z_]+(?:\/[a-z0-9_+-]+){1,2})$/i.test(name)) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

/** One owner, one profile. `set` throws E_INPUT that names the field which is wrong, and then changes nothing. */
export interface Profiles {
  get(): Promise<Profile>;
  set(patch: ProfilePatch, ctx: Context): Promise<Profile>;
}

export function createProfiles(db: Database): Profiles {
  return {
    get: () => read(db),
    async set(patch, ctx) {
      const checked = profilePatch.safeParse(patch);
      if (!checked.success) {
        const issue = checked.error.issues[0];
        throw new AppError("E_INPUT", `profile: ${issue?.path.join(".") ?? ""} is wrong: ${issue?.message}.`, {
          hint: "Correct this argument.",
          cause: checked.error,
        });
      }
      return db.transaction(async (tx) => {
        for (const [field, value] of Object.entries(checked.data)) {
          if (value === undefined) continue;
          await tx.run("DELETE FROM profile WHERE field = ?", [field]);
          if (value === null) continue;
          await tx.run("INSERT INTO profile (field, value, updated) VALUES (?, ?, ?)", [
            field,
            JSON.stringify(value),
            ctx.clock.now(),
          ]);
        }
        return read(tx);
      });
    },
  };
}

async function read(db: Database): Promise<Profile> {
  const rows = await db.all("SELECT field, value FROM profile");
  const stored = new Map(rows.map((row) => [textOf(row, "field"), textOf(row, "value")]));
  const field = <F extends ProfileField>(name: F): Profile[F] => {
    const value = stored.get(name);
    if (value === undefined) return null;
    const checked = profileFields[name].safeParse(JSON.parse(value));
    // A zone that this system no longer knows counts as not told.
    return checked.success ? (checked.data as Profile[F]) : null;
  };
  return {
    name: field("name"),
    address: field("address"),
    tone: field("tone"),
    language: field("language"),
    timeZone: field("timeZone"),
    workingHours: field("workingHours"),
  };
}

const DAY_NAMES = {
  en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  de: ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
} as const;

/** "Mon–Thu 08:00–16:00, Fri 08:00–14:00"; days with the same times stand together. */
export function showHours(hours: WorkingHours, lang: "de" | "en"): string {
  const groups: { first: number; last: number; times: string }[] = [];
  for (const [index, day] of WEEKDAYS.entries()) {
    const times = (hours[day] ?? []).map(({ from, to }) => `${from}–${to}`).join(" + ");
    const group = groups.at(-1);
    if (times === "") continue;
    if (group?.times === times && group.last === index - 1) group.last = index;
    else groups.push({ first: index, last: index, times });
  }
  const name = (index: number): string => DAY_NAMES[lang][index] ?? "";
  return groups
    .map(({ first, last, times }) => `${name(first)}${last > first ? `–${name(last)}` : ""} ${times}`)
    .join(", ");
}
