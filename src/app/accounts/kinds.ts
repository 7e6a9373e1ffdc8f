import { AppError } from "../../core/index.ts";
import type { Account, AccountKind } from "../../store/index.ts";
import { caldavAccount } from "./caldav.ts";
import { gmailAccount } from "./gmail.ts";
import { graphAccount } from "./graph.ts";
import { imapAccount } from "./imap.ts";
import { telegramAccount } from "./telegram.ts";
import { maildirAccount } from "./maildir.ts";
import type { AccountType, Opened } from "./types.ts";

/** Kinds of accounts that can be connected; the one list. */
const TYPES: Partial<Record<AccountKind, AccountType<never>>> = {
  imap: imapAccount as unknown as AccountType<never>,
  telegram: telegramAccount as unknown as AccountType<never>,
  gmail: gmailAccount as unknown as AccountType<never>,
  graph: graphAccount as unknown as AccountType<never>,
  caldav: caldavAccount as unknown as AccountType<never>,
  maildir: maildirAccount as unknown as AccountType<never>,
};

export const ACCOUNT_KINDS = Object.keys(TYPES) as [AccountKind, ...AccountKind[]];

/** An account with all that is known of its kind; the settings fit it. */
export interface TypedAccount {
  type: AccountType<unknown>;
  settings: unknown;
}

/** Throws E_INPUT for a kind that cannot be connected, and for settings of another form. */
export function toTyped({ kind, settings }: Pick<Account, "kind" | "settings">): TypedAccount {
  const type = TYPES[kind] as AccountType<unknown> | undefined;
  if (!type) {
    throw new AppError("E_INPUT", `Accounts of the kind ${kind} cannot be connected.`, {
      hint: `There is: ${ACCOUNT_KINDS.join(", ")}`,
    });
  }
  const parsed = type.settings.safeParse(settings);
  if (parsed.success) return { type, settings: parsed.data };
  const [issue] = parsed.error.issues;
  throw new AppError(
    "E_INPUT",
    `The settings of the account are wrong at ${issue?.path.join(".")}: ${issue?.message}`,
    {
      hint: "Correct this setting.",
    },
  );
}

export const toOpened = (
  account: Account,
  { type, settings }: TypedAccount,
  secret: string,
  keep: Opened<unknown>["keep"],
): Opened<unknown> => {
  return { account, settings, secret, purpose: type.purpose(account.id), keep };
};
