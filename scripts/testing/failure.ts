import { relative } from "node:path";
import type { TestEvent } from "node:test/reporters";
import { inspect } from "node:util";
import { ROOT } from "./project.ts";

type Failure = Extract<TestEvent, { type: "test:fail" }>["data"];

/** False for a suite that fails only because something inside it failed, and for a failure that is expected. */
export function isOwnFailure(data: Failure): boolean {
  const { error } = data.details;
  const isInherited = "failureType" in error && error.failureType === "subtestsFailed";
  return !isInherited && data.todo === undefined;
}

/** A failure for a person: where, what, and the error. */
export function failureOf(data: Failure): string {
  const cause: unknown = data.details.error.cause ?? data.details.error;
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause);
  return `FAIL ${nameOf(data)}\n${text.replaceAll(/^/gm, "     ")}`;
}

export function nameOf(data: Failure): string {
  const place = data.file === undefined ? "" : `${relative(ROOT, data.file)}:${data.line ?? 0} `;
  return `${place}${data.name}`;
}
