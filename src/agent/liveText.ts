import type { Recorder } from "./events.ts";

/** Pieces shorter than this wait for more, since every event is written to disk before it is shown. */
const MIN_CHARS = 24;

/** Text as it comes from a model, told in pieces that end between words. */
export function createLiveText({ later }: Recorder): { add(text: string): void; flush(): void } {
  let waiting = "";
  const tell = (length: number): void => {
    const text = waiting.slice(0, length);
    waiting = waiting.slice(length);
    if (text !== "") later({ type: "text", text });
  };
  return {
    add(text) {
      waiting += text;
      const end = Math.max(waiting.lastIndexOf(" "), waiting.lastIndexOf("\n"));
      if (end + 1 >= MIN_CHARS) tell(end + 1);
    },
    flush: () => tell(waiting.length),
  };
}
