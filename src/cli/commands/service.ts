import { userInfo } from "node:os";
import { fileURLToPath } from "node:url";
import { homeOf } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { languageOf } from "../language.ts";
import {
  installService,
  isInstalled,
  removeService,
  serviceManager,
  tryProgram,
  type ServiceManager,
} from "../service/managers.ts";
import { wrap } from "../terminal/text.ts";
import { createUi, type Ui } from "../terminal/ui.ts";
import { EXIT } from "../view/exit.ts";

type Action = (manager: ServiceManager, ui: Ui, say: (text: string) => void) => Promise<number>;

const ACTIONS: Record<string, Action> = { install, status, remove };

/** `kralle service [install|status|remove]`: the gateway, started when the person signs in. */
export function run(args: string[]): Promise<number> {
  const ui = createUi(languageOf(process.env), process.env);
  const texts = ui.texts.gateway.service;
  const [name = "status"] = args;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action) throw new AppError("E_USAGE", texts.unknownAction(name), { hint: texts.actions });
  const bin = fileURLToPath(new URL("../../../bin/kralle.js", import.meta.url));
  const plan = { node: process.execPath, bin, home: homeOf(process.env) };
  return action(serviceManager(plan, process.env), ui, (text) => ui.out.line(wrap(text, ui.out.columns, "  ")));
}

async function install(manager: ServiceManager, ui: Ui, say: (text: string) => void): Promise<number> {
  const texts = ui.texts.gateway.service;
  const missing = await tryProgram(manager.probe);
  if (missing !== null) {
    const cause = new Error(missing);
    throw new AppError("E_REFUSED", texts.noManager(manager.name), { hint: texts.noManagerHint, cause });
  }
  const failed = await installService(manager);
  say(texts.installed(manager.path));
  if (failed) {
    const cause = new Error(failed.said);
    throw new AppError("E_COMMAND", texts.failed(failed.command), { hint: texts.failedHint, cause });
  }
  say(texts.running);
  if (manager.name === "systemd") say(texts.linger(userInfo().username));
  return EXIT.ok;
}

async function status(manager: ServiceManager, ui: Ui, say: (text: string) => void): Promise<number> {
  const texts = ui.texts.gateway.service;
  if (!isInstalled(manager)) {
    say(texts.absent);
    return EXIT.failed;
  }
  const isActive = (await tryProgram(manager.isActive)) === null;
  say(texts.state(manager.path, isActive ? texts.active : texts.inactive));
  return isActive ? EXIT.ok : EXIT.failed;
}

async function remove(manager: ServiceManager, ui: Ui, say: (text: string) => void): Promise<number> {
  const texts = ui.texts.gateway.service;
  if (!isInstalled(manager)) {
    say(texts.absent);
    return EXIT.ok;
  }
  await removeService(manager);
  say(texts.removed(manager.path));
  return EXIT.ok;
}
