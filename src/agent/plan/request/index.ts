export { maskSpans, orderAsked, readRequest, terms, topAsked } from "./read.ts";
export { orderOf, proseOf } from "./clauses.ts";
export { goesOn, isTask } from "./orders.ts";
export { columnsAsked } from "./columns.ts";
export { resolveFollowUp } from "./followUp.ts";
export { STOP_WORDS } from "./stopwords.ts";
export type { PathMention, Request, Term } from "./types.ts";
