export { concepts, directConcepts, expand, findConcepts, related } from "./lexicon.ts";
export { splitCompound } from "./compound.ts";
export { linkColumns, type ColumnScore } from "./linkColumns.ts";
export { isStopWord } from "./stopWords.ts";
