export { maskSpans, orderAsked, readRequest, terms, topAsked } from "./read.ts";
export { columnsAsked } from "./columns.ts";
export type { PathMention, Request, Term } from "./types.ts";
