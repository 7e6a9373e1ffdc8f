/** Kralle's tables have a schema of their own, beside that of the workflows and whatever else is in the database. */
export const SCHEMA = "kralle";
