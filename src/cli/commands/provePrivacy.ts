import { withApp } from "../run.ts";
import { toColumns, wrap } from "../terminal/text.ts";
import { EXIT } from "../view/exit.ts";

/** `kralle doctor --privacy [--json]`: the privacy lock, proved by the kernel's own counters. */
export function provePrivacy(isJson: boolean): Promise<number> {
  return withApp({ interactive: false, lenient: true }, async ({ app, ctx, ui }) => {
    const { out } = ui;
    const { privacy } = ui.texts;
    out.status(privacy.proving);
    const proof = await app.run("provePrivacy", {}, {}, ctx).finally(() => out.status(null));
    if (isJson) process.stdout.write(`${JSON.stringify(proof)}\n`);
    else {
      const rows = proof.tries.map(({ actor, way, lockedPackets, controlPackets }) => {
        return [privacy.wayOut(actor, way), String(lockedPackets), String(controlPackets)];
      });
      toColumns([privacy.headings, ...rows]).forEach((line, at) => out.line(at === 0 ? out.style.dim(line) : line));
      out.line(wrap(privacy.proved(rows.length, proof.locked, proof.control), out.columns));
      const verdict = proof.ok ? out.style.green(privacy.isProved) : out.style.red(privacy.isNotProved);
      out.line(wrap(verdict, out.columns));
    }
    return proof.ok ? EXIT.ok : EXIT.failed;
  });
}
