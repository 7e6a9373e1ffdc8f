export { isWeights, isWhole, partNames, stemOf } from "./parts.ts";
export { readGgufHeader, type GgufHeader } from "./readHeader.ts";
