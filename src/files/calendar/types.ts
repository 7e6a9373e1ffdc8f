export interface CalendarPerson {
  /** As it was written: it proves nothing. */
  name: string;
  /** In lower case. */
  address: string;
}

/** A stretch of time, ms UTC. `end` is the first moment behind it. */
export interface Times {
  start: number;
  end: number;
}

/** An event of an iCalendar text with all its times. Its words come from outside. */
export interface CalendarEvent {
  uid: string;
  sequence: number;
  /** Of one time of a series: which one is meant, ms UTC; null: all of it. */
  recurrence: number | null;
  organiser: CalendarPerson | null;
  /** `answer`: PARTSTAT in lower case, as "needs-action" or "accepted". */
  attendees: (CalendarPerson & { answer: string })[];
  title: string;
  place: string | null;
  isAllDay: boolean;
  isCancelled: boolean;
  /** Whoever has it is not free (TRANSP). */
  isBusy: boolean;
  /** The rule as it was written; null: it happens once. */
  repeats: string | null;
  /** Those that touch the days that were asked for, by start; of one that happens once, always its own. */
  times: Times[];
}

export interface CalendarContent {
  /** What is wanted (RFC 5546), in upper case: "REQUEST", "CANCEL", "REPLY" …; null where nothing is said. */
  method: string | null;
  events: CalendarEvent[];
  /** For a person. */
  problems: string[];
}
