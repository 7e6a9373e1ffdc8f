import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import MailComposer from "nodemailer/lib/mail-composer";
import { z } from "zod";
import { addDays, fillDates, toDay, toMoment } from "./dates.ts";

/** What the sample firm knows of its prices and habits, as files. */
export const KNOWLEDGE = fileURLToPath(new URL("knowledge/", import.meta.url));

/** A firm whose mailbox is told as a story of so many days. */
export interface Firm {
  name: string;
  address: string;
  owner: string;
  zone: string;
  /** The last day of the story is the one on which it is told. */
  days: number;
  /** A file with a mail on each line, oldest first. */
  mails: URL;
}

/** The sample firm and its owner. */
export const FIRM: Firm = {
  name: "Speichenglück",
  address: "hallo@speichenglueck.example",
  owner: "Mara Wolff",
  zone: "Europe/Berlin",
  days: 30,
  mails: new URL("mails.jsonl", import.meta.url),
};

const truth = z.object({
  class: z.string(),
  /** Somebody of the firm has to do something. */
  action: z.boolean(),
  /** An answer in writing is expected. */
  reply: z.boolean(),
  /** Has to be done today or tomorrow. */
  urgent: z.boolean().default(false),
  /** Days after the mail's own. */
  due: z.int().nullable().default(null),
  amount: z.string().nullable().default(null),
  /** What a right answer names, as the firm's files write it. */
  facts: z.array(z.string()).default([]),
  /** Nothing the firm knows answers it. */
  unknown: z.boolean().default(false),
  /** Looks urgent and is not. */
  decoy: z.boolean().default(false),
  /** Tries to give the reader orders. */
  attack: z.boolean().default(false),
});

const scene = z.object({
  day: z.int().min(1).max(366),
  time: z.string().regex(/^\d\d:\d\d$/),
  lang: z.enum(["de", "en"]),
  from: z.tuple([z.string(), z.string()]),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  /** What later mails of the same conversation call it by. */
  id: z.string().optional(),
  reply: z.string().optional(),
  attach: z.array(z.object({ name: z.string(), type: z.string(), text: z.string() })).default([]),
  truth,
});

type Scene = z.infer<typeof scene>;

/** A mail of the sample firm as it lies in its mailbox, with what is true of it. */
export interface Letter {
  /** Of the file, unique among all. */
  name: string;
  /** ms UTC */
  at: number;
  day: number;
  raw: Uint8Array;
  from: string;
  subject: string;
  text: string;
  truth: z.infer<typeof truth>;
}

/** The mails of a firm, oldest first; the last day is the one that `now` falls on. */
export async function writeLetters({ now, firm = FIRM }: { now: number; firm?: Firm }): Promise<Letter[]> {
  const lines = (await readFile(firm.mails, "utf8")).trim().split("\n");
  const scenes = lines.map((line) => scene.parse(JSON.parse(line)));
  const today = toDay(now, firm.zone);
  // Whoever tells the story early in the morning has today's mails already, in their order.
  const latest = (index: number): number => now - (scenes.length - index) * 60_000;
  return Promise.all(scenes.map((one, index) => toLetter(one, index, { firm, today, latest: latest(index) })));
}

async function toLetter(
  one: Scene,
  index: number,
  { firm, today, latest }: { firm: Firm; today: number; latest: number },
): Promise<Letter> {
  const day = addDays(today, one.day - firm.days);
  const at = Math.min(toMoment(day, one.time, firm.zone), latest);
  const fill = (text: string): string => fillDates(text, day, one.lang);
  const [name, address] = one.from;
  const id = (word: string): string => `<${word}@mail.example>`;
  const composer = new MailComposer({
    from: { name, address },
    to: { name: firm.name, address: firm.address },
    subject: fill(one.subject),
    date: new Date(at),
    messageId: id(one.id ?? `firm-${index + 1}`),
    ...(one.reply === undefined ? {} : { inReplyTo: id(one.reply), references: id(one.reply) }),
    headers: one.headers,
    text: fill(one.text),
    ...(one.html === undefined ? {} : { html: fill(one.html) }),
    attachments: one.attach.map((file) => ({
      filename: file.name,
      contentType: file.type,
      content: fill(file.text),
    })),
  });
  const raw = await composer.compile().build();
  const number = String(index + 1).padStart(3, "0");
  return {
    name: `${Math.floor(at / 1000)}.M${number}.${firm.address.split("@")[1]?.split(".")[0] ?? "firm"}`,
    at,
    day: one.day,
    raw,
    from: name,
    subject: fill(one.subject),
    text: fill(one.text),
    truth: one.truth,
  };
}
