export { createRemembered, isAboutMemory, isMemoryId, type Remembered, type UsedMemory } from "./memory.ts";
export { readPhrase, type Phrase } from "./phrases.ts";
export { readFact, toLabel, type Fact } from "./facts.ts";
export { findAbout, findAsked, findMemories, findNamed, findRelevant, findSameSubject, type Read } from "./match.ts";
export { coverage, meets, readMarks, type Mark } from "./match.ts";
export { toMemoryLines, toPersonLine, toTimeLine } from "./prompt.ts";
export { profileLines, quoted } from "./say.ts";
export { readHours } from "./hours.ts";
