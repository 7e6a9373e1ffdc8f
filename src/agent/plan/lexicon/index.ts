export { BROADER_WEIGHT, concepts, directConcepts, expand, findConcepts, related, wordsOf } from "./lexicon.ts";
export { splitCompound } from "./compound.ts";
export { linkColumns, type ColumnScore } from "./linkColumns.ts";
export { isStopWord } from "./stopWords.ts";
