import { lazily } from "../../core/index.ts";
import type { DeskEntry } from "../types.ts";
import { BRIEFING_SCHEDULE, BRIEFING_WORK } from "./names.ts";

export { BRIEFING_SCHEDULE, BRIEFING_WORK, type BriefingInput } from "./names.ts";
export { dayOf } from "./day.ts";
export { baseOf } from "./parts.ts";
export type { Answer } from "./ask/answer.ts";
export { FEATURES, type Feature } from "./rank/types.ts";
export type { Composition, Day, Entry, EntryAction, Group, Line } from "./types.ts";

/** Tells the owner once a day what is urgent, what is important and what can wait. */
export const briefingDesk: DeskEntry = {
  id: "briefing",
  work: [{ name: BRIEFING_WORK }],
  isNeeded: async ({ schedules }) => (await schedules.get(BRIEFING_SCHEDULE)) !== null,
  open: async (parts, ctx) => (await import("./open.ts")).openBriefing(parts, ctx),
};

/** What the briefing of this moment would say; nothing is stored. */
export const draftBriefing = lazily(() => import("./make.ts").then((part) => part.draft));
/** Of whom a briefing is for. */
export const languageOf = lazily(() => import("./work.ts").then((part) => part.languageOf));
/** A question about a briefing, answered from what it stands on. */
export const answerQuestion = lazily(() => import("./ask/answer.ts").then((part) => part.answerQuestion));
/** Whether a sentence is a question about the briefing and nothing else. */
export const isAboutBriefing = lazily(() => import("./ask/question.ts").then((part) => part.isAboutBriefing));
/** What each thing that is looked at adds by itself. */
export const readShares = lazily(() => import("./rank/rank.ts").then((part) => () => part.SHARES));
/** SHA-256 of exactly what a proposed action would do. */
export const hashAction = lazily(() => import("./compose/entry.ts").then((part) => part.hashAction));
export const toMarkdown = lazily(() => import("./render/markdown.ts").then((part) => part.toMarkdown));
export const toShort = lazily(() => import("./render/plain.ts").then((part) => part.toShort));
/** Where a briefing goes, by the settings of now. */
export const planDeliveries = lazily(() => import("./deliver/plan.ts").then((part) => part.planDeliveries));
/** The name of another try of a delivery that did not arrive. */
export const nextEffect = lazily(() => import("./deliver/plan.ts").then((part) => part.nextEffect));
/** To be called when the owner is in another zone now. */
export const followZone = lazily(() => import("./open.ts").then((part) => part.followZone));
