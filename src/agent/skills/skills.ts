import { AppError, type Context } from "../../core/index.ts";
import type { Lang } from "../../files/index.ts";
import { labelsOf, type Labels } from "../../guard/index.ts";
import type { Models } from "../../models/index.ts";
import type { Pin, Pins } from "../../store/index.ts";
import { findSkills, readHead, readSkill } from "./find.ts";
import { findFitting } from "./match.ts";
import { toSkillLines } from "./prompt.ts";
import type { ApprovedWords, SkillHead, SkillPlace, SkillRoots, UsedSkill } from "./types.ts";

/** Of what a skill led to: the owner approved it, and somebody else may have written it. */
export const SKILL: Labels = labelsOf("skill", false);

/** A skill for one piece of work. */
export interface ChosenSkill {
  name: string;
  /** For the last message of a prompt; bounded. */
  lines: string;
  /** What it declares to need; never more than is allowed anyway. */
  tools: string[] | null;
}

/** What of the run is needed for it. */
export interface SkillAsker extends Context {
  models: Pick<Models, "count">;
  request: { lang: Lang };
  note(text: string): void;
}

/**
 * The skills of one run. Contract: `find` gives the one skill that clearly fits, approved by the owner with exactly the files that it has
 * now, or null; it notes for people what it gives, and what would fit but is not approved. Text of a skill that is not approved
 * leaves this folder in no way. It never fails a request.
 */
export interface Skills {
  find(text: string, asker: SkillAsker): Promise<ChosenSkill | null>;
  /** Notes what went into an answer where no result carries it. */
  use(skill: UsedSkill): void;
  readonly used: readonly UsedSkill[];
}

export function createSkills(pins: Pins, roots: SkillRoots): Skills {
  const used: UsedSkill[] = [];
  const told = new Set<string>();
  return {
    async find(text, asker) {
      const tell = (note: string): void => {
        if (!told.has(note)) asker.note(note);
        told.add(note);
      };
      try {
        return await findFor(text, { pins, roots, tell }, asker);
      } catch (thrown) {
        if (asker.signal.aborted) throw thrown;
        asker.log.warn("Skills could not be looked for.", { error: thrown });
        return null;
      }
    },
    use: ({ name }) => void used.push({ name }),
    used,
  };
}

interface Place {
  pins: Pins;
  roots: SkillRoots;
  tell(note: string): void;
}

async function findFor(text: string, { pins, roots, tell }: Place, asker: SkillAsker): Promise<ChosenSkill | null> {
  const places = await findSkills(roots, asker);
  if (places.length === 0) return null;
  const known = new Map((await pins.list("skill")).map((pin) => [pin.name, pin]));
  const say = wordsOf(asker.request.lang);
  const approved = places.flatMap((place) => toApproved(place, known.get(place.pin)));
  const fitting = findFitting(text, approved);
  if (fitting === null) {
    const unknown = places.filter((place) => !known.has(place.pin));
    const other = findFitting(text, await describe(unknown, asker));
    if (other !== null) tell(say.isNew(other.name));
    return null;
  }
  const { name } = fitting;
  const skill = await orNull(name, readSkill(fitting.place, asker), asker);
  if (skill === null || skill.hash !== fitting.hash) {
    tell(say.isChanged(name));
    return null;
  }
  tell(say.isUsed(name));
  return { name, lines: await toSkillLines(skill.text, asker.models, asker), tools: skill.head.allowedTools };
}

function toApproved(place: SkillPlace, pin: Pin | undefined) {
  if (pin === undefined) return [];
  const { description } = pin.data as ApprovedWords;
  return [{ name: place.name, description, hash: pin.hash, place }];
}

/** Their own words, for code alone. */
async function describe(places: readonly SkillPlace[], ctx: Context): Promise<SkillHead[]> {
  const heads = await Promise.all(places.map((place) => orNull(place.name, readHead(place), ctx)));
  return heads.filter((head) => head !== null);
}

async function orNull<T>(name: string, reading: Promise<T>, ctx: Context): Promise<T | null> {
  try {
    return await reading;
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    ctx.log.warn("A skill cannot be used.", { name, error: thrown.message });
    return null;
  }
}

/** Names of skills are safe to show as they are. */
function wordsOf(lang: Lang) {
  if (lang === "de") {
    return {
      isUsed: (name: string) => `Skill: ${name}`,
      isNew: (name: string) =>
        `Der Skill ${name} würde passen, ist aber nicht zugelassen: kralle skills approve ${name}`,
      isChanged: (name: string) =>
        `Der Skill ${name} hat sich geändert und wird nicht benutzt, bis er neu zugelassen ist: kralle skills approve ${name}`,
    };
  }
  return {
    isUsed: (name: string) => `Skill: ${name}`,
    isNew: (name: string) => `The skill ${name} would fit, but is not approved: kralle skills approve ${name}`,
    isChanged: (name: string) =>
      `The skill ${name} has changed and is not used until it is approved again: kralle skills approve ${name}`,
  };
}
