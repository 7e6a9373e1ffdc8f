import { AppError, type Context } from "../../core/index.ts";
import type { Item } from "../../store/index.ts";
import { listClasses } from "./classes.ts";
import { judgeMail, type InboxParts } from "./handle.ts";
import type { Inbox } from "./inbox.ts";
import { DESK } from "./item.ts";
import { readOwner } from "./owner.ts";

/** What a correction did. */
export interface Corrected {
  item: Item;
  /** Other open items that are judged otherwise because of it. */
  others: Item[];
}

/** As many open mails, the newest, are looked at again. */
const LOOKED_AT = 500;

export function createCorrections(
  parts: InboxParts,
  find: (id: string) => Promise<Item>,
  ctx: Context,
): Pick<Inbox, "correct" | "nameClass" | "removeClass"> {
  const { store } = parts;

  /** Judges open mails anew; those that changed. */
  async function judgeOpen(): Promise<Item[]> {
    const changed: Item[] = [];
    for (const { source } of await store.items.list({ desk: DESK, states: ["open", "snoozed"], limit: LOOKED_AT })) {
      const mail = await store.mails.get(source);
      if (mail === null) continue;
      const { item, isChanged } = await judgeMail(parts, mail, ctx);
      const now = isChanged ? await store.items.get(item) : null;
      if (now) changed.push(now);
    }
    if (changed.length > 0) parts.changed("items");
    return changed;
  }

  return {
    async correct(id, name) {
      const item = await find(id);
      const mail = await store.mails.get(item.source);
      if (mail === null) throw new AppError("E_NOT_FOUND", `The item ${item.id} has no mail.`);
      await requireClass(name);
      await store.inbox.examples.put(
        {
          mail: mail.id,
          class: name,
          was: item.class,
          subject: mail.subject,
          text: mail.text,
          sender: mail.from?.address ?? "",
          language: mail.language,
        },
        ctx,
      );
      const changed = await judgeOpen();
      await judgeMail(parts, mail, ctx); // one that is done is not among the open ones
      const others = changed.filter((other) => other.id !== item.id);
      return { item: await find(item.id), others };
    },
    async nameClass({ name, title }) {
      if (!/^[a-z][a-z0-9-]{1,39}$/u.test(name) || title.trim() === "" || title.length > 60) {
        throw new AppError("E_INPUT", `"${name}" cannot be the name of a class.`, {
          hint: "Use 2 to 40 small letters, digits and hyphens, and a title of up to 60 characters.",
        });
      }
      await store.inbox.classes.put({ name, title: title.trim() }, ctx);
    },
    async removeClass(name) {
      if (!(await store.inbox.classes.remove(name))) throw noClass(name);
      await judgeOpen();
    },
  };

  async function requireClass(name: string): Promise<void> {
    const { language } = await readOwner(store);
    if (!(await listClasses(store, language)).some((known) => known.name === name)) throw noClass(name);
  }
}

function noClass(name: string): AppError {
  return new AppError("E_NOT_FOUND", `There is no class "${name}".`, {
    hint: "`kralle inbox classes` lists them, `kralle inbox class NAME TITLE` makes one.",
  });
}
