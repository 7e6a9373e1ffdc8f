export type * from "./types.ts";

// ---- READ
export { readDoc } from "./read/readDoc.ts";
export { attribute, escapeXml, scanXml } from "./read/xml.ts";
export { toMail } from "./mail/toMail.ts";
export { readMailParts, type MailPart } from "./mail/parts.ts";
export { readEInvoice, type EInvoice } from "./invoice/readEInvoice.ts";
export { toMoment } from "./calendar/zones.ts";
export { readCalendar } from "./calendar/readCalendar.ts";
export { toCalendarEvent } from "./calendar/toCalendarEvent.ts";
export { toCalendarReply, type CalendarAnswer } from "./calendar/toCalendarReply.ts";
export type { CalendarEvent, CalendarPerson } from "./calendar/types.ts";
export { typeColumns, type TypeHints } from "./read/typeColumns.ts";

// ---- VALUES
export { findDates } from "./values/dates.ts";
export { findPeriods } from "./values/periods.ts";
export { findNumbers } from "./values/numbers.ts";
export { parseNumber } from "./values/parseNumber.ts";
export { parseDate, type ParseDateOptions } from "./values/parseDate.ts";
export { formatNumber } from "./values/formatNumber.ts";
export { formatDate } from "./values/formatDate.ts";
export {
  addDays,
  addMonths,
  addWorkingDays,
  daysBetween,
  isoWeek,
  weekday,
  workingDaysBetween,
} from "./values/calendar.ts";
export { germanHolidays } from "./values/holidays.ts";
export { Dec, round, sum } from "./values/decimal.ts";

// ---- TEXT
export { fold } from "./text/fold.ts";
export { words } from "./text/words.ts";
export { stem } from "./text/stem.ts";
export { isTotalRow, startsLikeTotal } from "./text/totalRow.ts";
export { sentences } from "./text/sentences.ts";
export { similarity } from "./text/similarity.ts";
export { labelled } from "./text/labelled.ts";
export { createIndex } from "./text/searchIndex.ts";
export { guessLanguage } from "./text/language.ts";
export { htmlToText } from "./text/html.ts";

// ---- WRITE
/** Applies edits to a CSV/TSV or XLSX file; everything that is not edited stays byte for byte (CSV) or part for part (XLSX). */
// ---- WRITE
export { editTable } from "./write/editTable.ts";
export { toCsv } from "./write/toCsv.ts";
export { toXlsx } from "./write/toXlsx.ts";
export { replaceText } from "./write/replaceText.ts";
export { decode, encode, type Decoded } from "./text/encoding.ts";
