import type { Remembered } from "../../../src/agent/memory/index.ts";
import type { Skills } from "../../../src/agent/skills/index.ts";
import { AppError } from "../../../src/core/index.ts";

const unexpected = (): Promise<never> => Promise.reject(new AppError("E_BUG", "Nothing is told in this test."));

/** The memory of an owner who has told nothing; for tests without a store. */
export const NOTHING_TOLD: Remembered = {
  all: () => Promise.resolve([]),
  profile: () =>
    Promise.resolve({ name: null, address: null, tone: null, language: null, timeZone: null, workingHours: null }),
  add: unexpected,
  correct: unexpected,
  forget: unexpected,
  setProfile: unexpected,
  labelsOf: () => Promise.resolve({ from: [], isPrivate: false }),
  use: () => undefined,
  used: [],
};

export const NO_SKILLS: Skills = { find: () => Promise.resolve(null), use: () => undefined, used: [] };
