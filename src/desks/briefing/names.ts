/** Of its durable work. Stored with each run: it never changes. */
export const BRIEFING_WORK = "briefing";
/** The name of the schedule that composes. */
export const BRIEFING_SCHEDULE = "daily-briefing";

export interface BriefingInput {
  /** IANA name: whose day it is. */
  zone: string;
}
