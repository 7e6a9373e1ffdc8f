import { toSafeLine, type CheckState, type Finding } from "../../app/index.ts";
import { withApp } from "../run.ts";
import type { Screen } from "../terminal/screen.ts";
import { widthOf, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { inLanguage, showError } from "../view/error.ts";
import { EXIT } from "../view/exit.ts";

/** `kralle doctor [--privacy [--json]]`: what Kralle needs here, whether it is there, and what to do where it is not. */
export async function run(_args: string[], options: Record<string, unknown>): Promise<number> {
  if (options["privacy"] === true) {
    const { provePrivacy } = await import("./provePrivacy.ts");
    return provePrivacy(options["json"] === true);
  }
  return withApp({ interactive: false, lenient: true }, async ({ app, ctx, ui }) => {
    const { out, texts, format } = ui;
    const report = await app.run(
      "doctor",
      {},
      {
        onEvent: (event) => {
          if (event.type === "found") return showFinding(event.finding, out, ui);
          const { done, total } = event;
          const share = done !== undefined && total ? ` ${format.percent(done / total)}` : "";
          out.status(`${texts.doctor.checking(texts.doctor.names[event.id])} …${share}`);
        },
      },
      ctx,
    );
    out.status(null);
    const count = (wanted: CheckState): number => report.findings.filter(({ state }) => state === wanted).length;
    out.line();
    if (!report.ok) out.line(out.style.red(texts.doctor.failures(count("fail"))));
    else out.line(count("warn") > 0 ? texts.doctor.warnings(count("warn")) : out.style.green(texts.doctor.allOk));
    return report.ok ? EXIT.ok : EXIT.failed;
  });
}

function showFinding(finding: Finding, screen: Screen, ui: Ui): void {
  const { texts, format, language } = ui;
  const { style } = screen;
  const paint = { ok: style.green, warn: style.yellow, fail: style.red, skip: style.dim }[finding.state];
  const longest = Math.max(...Object.values(texts.doctor.states).map(widthOf));
  const state = texts.doctor.states[finding.state].padEnd(longest);
  const name = texts.doctor.names[finding.id];
  const indent = " ".repeat(longest + 2);
  screen.status(null);
  const found = finding.error ? "" : texts.doctor.found(withReason(finding, language), format);
  screen.line(wrap(`${name}: ${found}`, screen.columns, indent, `${paint(state)}  `));
  if (finding.error) return showError(finding.error, screen, texts, language);
  if (finding.state === "ok" || finding.state === "skip") return;
  screen.line(style.dim(wrap(texts.doctor.next[finding.id], screen.columns, `${indent}  `, `${indent}→ `)));
}

/** Reasons are written in English where they arise. */
function withReason(finding: Finding, language: Ui["language"]): Finding {
  const { reason } = finding.values;
  if (typeof reason !== "string") return finding;
  const { message } = inLanguage({ message: reason }, language);
  return { ...finding, values: { ...finding.values, reason: toSafeLine(message) } };
}
