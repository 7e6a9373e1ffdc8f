import type { Language } from "../classes.ts";

interface ExtractTexts {
  actions: { accept: string; tentative: string; decline: string };
  /** The text of the mail that carries an answer. */
  letter: Readonly<Record<"accepted" | "tentative" | "declined", (title: string, when: string) => string>>;
  subjects: Readonly<Record<"accepted" | "tentative" | "declined", string>>;
}

export const EXTRACT_TEXTS: Readonly<Record<Language, ExtractTexts>> = {
  en: {
    actions: { accept: "Accept", tentative: "Perhaps", decline: "Decline" },
    letter: {
      accepted: (title, when) => `I will be there: "${title}", ${when}.`,
      tentative: (title, when) => `I cannot promise it yet: "${title}", ${when}.`,
      declined: (title, when) => `I cannot be there: "${title}", ${when}.`,
    },
    subjects: { accepted: "Accepted", tentative: "Tentative", declined: "Declined" },
  },
  de: {
    actions: { accept: "Zusagen", tentative: "Vielleicht", decline: "Absagen" },
    letter: {
      accepted: (title, when) => `Ich bin dabei: „${title}“, ${when}.`,
      tentative: (title, when) => `Ich kann es noch nicht versprechen: „${title}“, ${when}.`,
      declined: (title, when) => `Ich kann nicht dabei sein: „${title}“, ${when}.`,
    },
    subjects: { accepted: "Zugesagt", tentative: "Unter Vorbehalt", declined: "Abgesagt" },
  },
};
