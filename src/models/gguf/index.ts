export { readGgufHeader, type GgufHeader } from "./readHeader.ts";
