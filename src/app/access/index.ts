export { openAccess, type Access, type CredentialState, type GuessBook } from "./access.ts";
