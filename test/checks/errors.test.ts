import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { ERROR_CODES, type ErrorCode } from "../../src/core/index.ts";
import { ROOT, sourceFiles } from "./project.ts";

interface Row {
  code: string;
  about: string;
  retry: string;
  next: string;
}

/** The rows of all tables in docs/errors.md: code, meaning, again, what to do. */
function documented(markdown: string): Row[] {
  const rows = markdown.matchAll(/^\| `(E_[A-Z_]+)`\s*\|([^|]*)\|([^|]*)\|([^|]*)\|$/gm);
  return [...rows].map(([, code = "", about = "", retry = "", next = ""]) => {
    return { code, about: about.trim(), retry: retry.trim(), next: next.trim() };
  });
}

/** Codes that stand in a source text and are unknown. */
function unknownCodes(source: string): string[] {
  const used = source.match(/\bE_[A-Z][A-Z_]*\b/g) ?? [];
  return used.filter((code) => !Object.hasOwn(ERROR_CODES, code));
}

describe("error codes", () => {
  const rows = documented(readFileSync(join(ROOT, "docs/errors.md"), "utf8"));

  test("docs/errors.md lists exactly those of core/errors.ts, once each", () => {
    assert.deepEqual(rows.map(({ code }) => code).toSorted(), Object.keys(ERROR_CODES).toSorted());
  });

  test("with the same meaning, and says what to do", () => {
    for (const { code, about, retry, next } of rows) {
      const known = ERROR_CODES[code as ErrorCode];
      assert.equal(about, known.about, code);
      assert.equal(retry, known.retryable ? "yes" : "no", code);
      assert.ok(next.length > 10, `${code} does not say what to do next`);
    }
  });

  test("every code in src/ is known", () => {
    const unknown = [...sourceFiles()].flatMap(([path, source]) => {
      return unknownCodes(source).map((code) => `${path}: ${code}`);
    });
    assert.deepEqual(unknown, []);
  });

  test("control: a row that lacks, and a code that nobody knows, are seen", () => {
    assert.deepEqual(documented("| `E_BUG` | A fault. | no |\n"), []);
    assert.deepEqual(unknownCodes('throw new AppError("E_PLANTED", "x")'), ["E_PLANTED"]);
  });
});
