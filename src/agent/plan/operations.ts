import { appendOp } from "./ops/append.ts";
import { queryOp } from "./ops/query.ts";
import { saveOp } from "./ops/save.ts";
import type { Operation } from "./types.ts";

/** The whole plan language, by name. An explicit list: nothing registers itself. */
export const OPERATIONS: Readonly<Record<string, Operation>> = Object.fromEntries(
  [queryOp, saveOp, appendOp].map((operation) => [operation.name, operation as unknown as Operation]),
);
