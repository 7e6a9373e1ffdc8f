import type { NewItem } from "../../../src/store/index.ts";

/** A plain mail that may want its reader, with what a test changes of it. */
export function mailItem(source: string, changes: Partial<NewItem> = {}): NewItem {
  return {
    desk: "inbox",
    kind: "mail",
    source,
    account: "acc_mail",
    title: `Letter ${source}`,
    who: { name: "Ines Möller", address: "ines@moeller.example" },
    at: 0,
    class: "question",
    needsReply: true,
    importance: 1,
    urgency: 1,
    due: null,
    reason: "",
    evidence: [],
    actions: [],
    features: {},
    state: "open",
    until: null,
    ...changes,
  };
}
