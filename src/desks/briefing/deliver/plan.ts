import { join } from "node:path";
import type { Config } from "../../../core/index.ts";
import type { Delivery, Store } from "../../../store/index.ts";

export type Channel = "web" | "file" | "mail" | "telegram";

type Planned = Pick<Delivery, "effect" | "state" | "target"> & { channel: Channel };

/** The act of a delivery in the journal: the same name on every try, so that it is never begun twice. */
const effectOf = (briefing: string, channel: Channel): string => `${briefing}/${channel}`;

const folderOf = (store: Pick<Store, "home">, { briefing }: Config): string =>
  briefing.folder ?? join(store.home, "briefings");

/** Where the briefing of a day goes, by the settings of that moment. On the page it is as soon as it is stored. */
export function planDeliveries(id: string, store: Pick<Store, "home">, config: Config): Planned[] {
  const { mail, telegram } = config.briefing;
  return [
    { channel: "web", target: "/today", effect: null, state: "done" },
    { channel: "file", target: folderOf(store, config), effect: null, state: "intended" },
    ...(mail ? [toOutside(id, "mail", mail.to)] : []),
    ...(telegram ? [toOutside(id, "telegram", String(telegram.chat))] : []),
  ];
}

/** The name of the next try of an act of which it is certain that it did not happen; each name is begun once. */
export function nextEffect(effect: string): string {
  const tried = /^(?<first>.+\/(?:mail|telegram))\/(?<count>\d+)$/u.exec(effect)?.groups;
  return `${tried?.["first"] ?? effect}/${Number(tried?.["count"] ?? 1) + 1}`;
}

const toOutside = (id: string, channel: Channel, target: string): Planned => ({
  channel,
  target,
  effect: effectOf(id, channel),
  state: "intended",
});
