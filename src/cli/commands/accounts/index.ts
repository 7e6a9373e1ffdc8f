import { AppError } from "../../../core/index.ts";
import { languageOf } from "../../language.ts";
import { withApp, type Session } from "../../run.ts";
import { textsOf } from "../../texts/index.ts";
import { refuseStrayOptions } from "../../usage.ts";

export interface AccountsCall {
  /** Of an account, or an address; empty where none was given. */
  account: string;
  options: Readonly<Record<string, unknown>>;
  isJson: boolean;
}

type Action = (session: Session, call: AccountsCall) => Promise<number>;

const SERVERS = ["name", "imap", "smtp", "user", "ca", "passwordStdin"];
const ACTIONS = new Map<string, { takes: string[]; load(): Promise<Action> }>([
  ["list", { takes: [], load: async () => (await import("./list.ts")).list }],
  ["connect", { takes: [...SERVERS, "folder", "calendar"], load: async () => (await import("./connect.ts")).connect }],
  ["sign-in", { takes: ["name", "clientId"], load: async () => (await import("./signIn.ts")).signIn }],
  ["change", { takes: SERVERS, load: async () => (await import("./connect.ts")).change }],
  ["check", { takes: [], load: async () => (await import("./list.ts")).check }],
  ["off", { takes: [], load: async () => (await import("./list.ts")).switchOff }],
  ["on", { takes: [], load: async () => (await import("./list.ts")).switchOn }],
  ["rm", { takes: ["yes"], load: async () => (await import("./remove.ts")).remove }],
]);
const WITHOUT_ACCOUNT = new Set(["list", "check"]);

/** `kralle accounts [list | connect ADDRESS | sign-in gmail | change | check | off | on | rm]`; a password is typed or piped, never an argument. */
export async function run(args: string[], options: Record<string, unknown>): Promise<number> {
  const [action = "list", account = ""] = args;
  const texts = textsOf(languageOf(process.env));
  const { accounts } = texts;
  const found = ACTIONS.get(action);
  if (!found) throw new AppError("E_USAGE", accounts.unknownAction(action), { hint: accounts.actions });
  refuseStrayOptions("accounts", action, options, ACTIONS, texts);
  if (account === "" && !WITHOUT_ACCOUNT.has(action)) {
    throw new AppError("E_USAGE", accounts.missing, { hint: accounts.actions });
  }
  const work = await found.load();
  return withApp({ interactive: false }, (session) =>
    work(session, { account, options, isJson: options["json"] === true }),
  );
}
