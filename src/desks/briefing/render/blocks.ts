import { show, showDate } from "../compose/show.ts";
import { textsOf } from "../texts/index.ts";
import type { Composition, Entry, Group, Moved } from "../types.ts";

/** A briefing as every form of it shows it, in order; words of others are still as they came. */
export type Block =
  | { type: "title"; text: string }
  | { type: "heading"; text: string }
  | { type: "line"; text: string }
  | { type: "entry"; entry: Entry; since: string; link: string }
  | { type: "moved"; moved: Moved };

const ORDER: readonly Group[] = ["urgent", "important", "later"];

/** `base`: where the owner opens Kralle, without a slash at its end. */
export function toBlocks(composition: Composition, base: string): Block[] {
  const { language, groups, more, silent, done, waits, appointments, moved, quiet } = composition;
  const texts = textsOf(language);
  const blocks: Block[] = [{ type: "title", text: texts.title(showDate(composition)) }];
  const lines = (heading: string, all: readonly string[]): void => {
    if (all.length === 0) return;
    blocks.push({ type: "heading", text: heading }, ...all.map((text): Block => ({ type: "line", text })));
  };
  if (quiet) return [...blocks, ...quiet.map(({ text }): Block => ({ type: "line", text }))];
  for (const group of ORDER) {
    if (groups[group].length === 0) continue;
    blocks.push({ type: "heading", text: texts.groups[group] });
    for (const entry of groups[group]) {
      const since = texts.since(show({ value: entry.since, form: "day" }, composition));
      blocks.push({ type: "entry", entry, since, link: linkTo(entry, base) });
    }
  }
  for (const rest of [more, silent]) if (rest) blocks.push({ type: "line", text: rest.text });
  lines(texts.sections.appointments, appointments.map(({ line }) => line.text)); // prettier-ignore
  if (moved.length > 0) {
    blocks.push(
      { type: "heading", text: texts.sections.moved },
      ...moved.map((one): Block => ({ type: "moved", moved: one })),
    );
  }
  lines(texts.sections.waits, waits.map(({ line }) => line.text)); // prettier-ignore
  lines(texts.sections.done, done.map(({ text }) => text)); // prettier-ignore
  return blocks;
}

/** The page that shows it with everything it stands on. */
const linkTo = ({ item }: Entry, base: string): string => `${base}/today/${encodeURIComponent(item)}`;
