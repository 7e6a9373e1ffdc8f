export { HASHED, SIZE, toFeatures, type MailFeatures } from "./features.ts";
export { STRUCTURE } from "./structure.ts";
