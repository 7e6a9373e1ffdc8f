import type { WriteStream } from "node:tty";
import { createStyle, wantsColour, type Style } from "./style.ts";
import { cut } from "./text.ts";

/** Where lines are shown to a person: a terminal, or a stream that only takes plain lines. */
export interface Screen {
  readonly style: Style;
  /** A line can be replaced; false for files, pipes and dumb terminals. */
  readonly isLive: boolean;
  readonly columns: number;
  line(text?: string): void;
  /** Text without a line feed at its end, as it comes. */
  write(text: string): void;
  /** Ends a line that `write` left open. */
  endLine(): void;
  /** One line below all others that is replaced by the next and vanishes with null; nothing where it cannot. */
  status(text: string | null): void;
}

type Env = Readonly<Record<string, string | undefined>>;
const NARROWEST = 20;

export function createScreen(stream: NodeJS.WriteStream | WriteStream, env: Env): Screen {
  const isLive = stream.isTTY === true && env["TERM"] !== "dumb";
  let shown: string | null = null;
  let isOpen = false;

  const columns = (): number => Math.max(stream.columns || Number(env["COLUMNS"]) || 80, NARROWEST);
  const erase = (): void => {
    if (shown !== null) stream.write("\r\u001b[2K");
  };
  const draw = (): void => {
    if (shown !== null) stream.write(cut(shown, columns() - 1));
  };
  const screen: Screen = {
    style: createStyle(wantsColour(stream.isTTY === true, env)),
    isLive,
    get columns() {
      return columns();
    },
    line(text = "") {
      screen.endLine();
      erase();
      stream.write(`${text}\n`);
      draw();
    },
    write(text) {
      if (text === "") return;
      erase();
      shown = null;
      stream.write(text);
      isOpen = !text.endsWith("\n");
    },
    endLine() {
      if (isOpen) stream.write("\n");
      isOpen = false;
    },
    status(text) {
      if (!isLive) return;
      screen.endLine();
      erase();
      shown = text;
      draw();
    },
  };
  return screen;
}
