export { readRequest, maskSpans, terms } from "./read.ts";
export { STOP_WORDS } from "./stopwords.ts";
export type { PathMention, Request, Term } from "./types.ts";
