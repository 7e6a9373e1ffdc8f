import { fromLabelWords, joinLabels, toLabelWords, type Labels } from "../../guard/index.ts";
import type { Store } from "../../store/index.ts";

/** Labels of everything that was said in a conversation: its later turns read the earlier ones. */
export function createSessionLabels({ labels }: Pick<Store, "labels">, session: string) {
  const subject = { kind: "session", place: "", subject: session, detail: "" } as const;
  return {
    read: async (): Promise<Labels> => fromLabelWords((await labels.of(subject)).words),
    add: (...all: readonly Labels[]): Promise<void> => labels.add(subject, toLabelWords(joinLabels(...all))),
  };
}
