import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp } from "../run.ts";
import { wrap } from "../terminal/text.ts";
import { textsOf } from "../texts/index.ts";
import { toSafeLine } from "../../app/index.ts";
import { showCredentials } from "../view/access.ts";
import { EXIT } from "../view/exit.ts";

/** `kralle devices [list | revoke ID] [--json]` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [action = "list", id = ""] = args;
  const texts = textsOf(languageOf(process.env));
  const { usage } = texts.access;
  const isJson = options["json"] === true;
  if (action !== "list" && action !== "revoke") {
    throw new AppError("E_USAGE", usage.unknownAction("devices", action), { hint: usage.devicesActions });
  }
  if (action === "revoke" && id === "") {
    throw new AppError("E_USAGE", texts.usage.missingArgument("id"), { hint: usage.devicesActions });
  }
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    if (action === "revoke") {
      const revoked = await app.run("revokeDevice", { id }, {}, ctx);
      if (isJson) process.stdout.write(`${JSON.stringify(revoked)}\n`);
      else ui.out.line(wrap(ui.texts.access.revoked(toSafeLine(revoked.name)), ui.out.columns));
      return EXIT.ok;
    }
    const listed = await app.run("devices", {}, {}, ctx);
    if (isJson) process.stdout.write(`${JSON.stringify(listed)}\n`);
    else showCredentials(listed.devices, ui.texts.access.noDevices, ui.out, ui);
    return EXIT.ok;
  });
}
