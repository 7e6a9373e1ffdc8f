import type { Language } from "../language.ts";
import { textsOf, type Texts } from "../texts/index.ts";
import { createFormat, type Format } from "./format.ts";
import { createScreen, type Screen } from "./screen.ts";

/** All that a command needs to speak to a person. Results go to `out`, everything on the way to `err`. */
export interface Ui {
  readonly language: Language;
  readonly texts: Texts;
  readonly format: Format;
  readonly out: Screen;
  readonly err: Screen;
}

export function createUi(language: Language, env: Readonly<Record<string, string | undefined>>): Ui {
  return {
    language,
    texts: textsOf(language),
    format: createFormat(language),
    out: createScreen(process.stdout, env),
    err: createScreen(process.stderr, env),
  };
}
