import { AppError, SCOPES } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import { withApp } from "../run.ts";
import { wrap } from "../terminal/text.ts";
import { textsOf, type Texts } from "../texts/index.ts";
import { numberOption, textOption } from "../usage.ts";
import { showCredentials } from "../view/access.ts";
import { EXIT } from "../view/exit.ts";

/** `kralle token [create --name N --scope S [--days N] | list | revoke ID] [--json]` */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [action = "list", id = ""] = args;
  const texts = textsOf(languageOf(process.env));
  const { usage } = texts.access;
  const isJson = options["json"] === true;
  if (action === "create") return create(options, isJson, texts);
  if (action === "list") return list(isJson);
  if (action !== "revoke") {
    throw new AppError("E_USAGE", usage.unknownAction("token", action), { hint: usage.tokenActions });
  }
  if (id === "") throw new AppError("E_USAGE", texts.usage.missingArgument("id"), { hint: usage.tokenActions });
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    const revoked = await app.run("revokeToken", { id }, {}, ctx);
    if (isJson) process.stdout.write(`${JSON.stringify(revoked)}\n`);
    else ui.out.line(wrap(ui.texts.access.revoked(revoked.name), ui.out.columns));
    return EXIT.ok;
  });
}

function create(options: Record<string, unknown>, isJson: boolean, texts: Texts): Promise<number> {
  const { usage } = texts.access;
  const [name, scope] = [textOption(options, "name"), scopeOption(options, texts)];
  const missing = name === undefined ? "--name" : scope === undefined ? "--scope" : null;
  if (name === undefined || scope === undefined) {
    throw new AppError("E_USAGE", texts.usage.missingArgument(missing ?? ""), { hint: usage.tokenActions });
  }
  const days = numberOption(options, "days", true, texts, "token") ?? null;
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    const made = await app.run("createToken", { name, scope, days }, {}, ctx);
    if (isJson) {
      process.stdout.write(`${JSON.stringify(made)}\n`);
      return EXIT.ok;
    }
    ui.out.line(wrap(ui.texts.access.created(made.name, made.scope), ui.out.columns));
    ui.out.line(made.token);
    ui.out.line(wrap(ui.texts.access.howToUse, ui.out.columns));
    return EXIT.ok;
  });
}

function list(isJson: boolean): Promise<number> {
  return withApp({ interactive: false }, async ({ app, ctx, ui }) => {
    const listed = await app.run("tokens", {}, {}, ctx);
    if (isJson) process.stdout.write(`${JSON.stringify(listed)}\n`);
    else showCredentials(listed.tokens, ui.texts.access.noTokens, ui.out, ui);
    return EXIT.ok;
  });
}

/** Throws E_USAGE for one that does not exist. */
export function scopeOption(
  options: Record<string, unknown>,
  { access: { usage } }: Texts,
): (typeof SCOPES)[number] | undefined {
  const asked = textOption(options, "scope");
  if (asked === undefined) return undefined;
  const scope = SCOPES.find((known) => known === asked);
  if (scope === undefined) {
    throw new AppError("E_USAGE", usage.wrongScope(asked), { hint: usage.tokenActions });
  }
  return scope;
}
