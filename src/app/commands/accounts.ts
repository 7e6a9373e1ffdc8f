import { z } from "zod";
import type { FoundServers } from "../../connectors/index.ts";
import { AppError } from "../../core/index.ts";
import type { Account, OfAccount } from "../../store/index.ts";
import { checkAccount as check } from "../accounts/check.ts";
import { connectAccount as connect, type Connecting } from "../accounts/connect.ts";
import { findAccount } from "../accounts/find.ts";
import { ACCOUNT_KINDS } from "../accounts/kinds.ts";
import { accountName } from "../accounts/name.ts";
import { removeAccount as remove } from "../accounts/remove.ts";
import type { CheckPhase } from "../accounts/types.ts";
import { toView, type AccountView } from "../accounts/view.ts";
import { defineCommand } from "../command.ts";

/** What is being tried now. */
export interface AccountEvent {
  type: "check";
  /** Name of the account. */
  account: string;
  phase: CheckPhase;
}

const by = z.string().min(1).default("owner");
/** Its id, its name or its address. */
const which = z.string().min(1).max(320);
const mailAddress = z.email().max(320).toLowerCase();
const secret = z
  .string()
  .max(16 * 1024)
  .default("");

export const accounts = defineCommand<z.ZodObject, { accounts: AccountView[] }>({
  about: "lists the connected accounts",
  input: z.object({}),
  async run(_input, { services }) {
    return { accounts: (await (await services.store()).accounts.list()).map(toView) };
  },
});

const discoverInput = z.object({ address: mailAddress });

/** Servers of a mailbox by its address; null where none were found. The password comes later, when a person has looked at them. */
export const discoverMail = defineCommand<typeof discoverInput, { found: FoundServers | null }>({
  about: "finds the servers of a mailbox",
  input: discoverInput,
  async run({ address: given }, { services: { accountGrants }, ctx }) {
    const { DISCOVERY_PURPOSE, discoverServers, discoveryPlaces } = await import("../../connectors/index.ts");
    const places = discoveryPlaces(given).map((place) => ({ ...place, reach: "public" as const }));
    const find = () => discoverServers(given, ctx);
    return { found: await (accountGrants ? accountGrants.during(DISCOVERY_PURPOSE, places, find) : find()) };
  },
});

const connectInput = z.object({
  kind: z.enum(ACCOUNT_KINDS).default("imap"),
  /** Without it, its address. */
  name: accountName.optional(),
  address: mailAddress.nullable().default(null),
  settings: z.record(z.string(), z.unknown()),
  secret,
  by,
});

/** Asks the account and keeps it where it lets Kralle in. */
export const connectAccount = defineCommand<typeof connectInput, AccountView, AccountEvent>({
  about: "connects an account",
  input: connectInput,
  async run(input, { services, emit, ctx }) {
    await services.hold();
    const { kind, address } = input;
    if (kind === "imap" && address === null) {
      throw new AppError("E_INPUT", "A mailbox needs its address.", { hint: "Give it, for example ada@example.org." });
    }
    const wish: Connecting = { ...input, name: input.name ?? address ?? kind };
    const onPhase = (phase: CheckPhase): void => emit({ type: "check", account: wish.name, phase });
    return toView(await connect(wish, null, services, onPhase, ctx));
  },
});

const changeInput = z.object({
  account: which,
  name: accountName.optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  /** Without it, the one that was kept. */
  secret,
  by,
});

/** Another password, other servers or another name; asked first as at connecting. */
export const changeAccount = defineCommand<typeof changeInput, AccountView, AccountEvent>({
  about: "changes a connected account",
  input: changeInput,
  async run(input, { services, emit, ctx }) {
    await services.hold();
    const known = await findAccount(input.account, await services.store());
    const { kind, address } = known;
    const settings = { ...(known.settings as object), ...input.settings };
    const wish = { kind, address, name: input.name ?? known.name, settings, secret: input.secret, by: input.by };
    const onPhase = (phase: CheckPhase): void => emit({ type: "check", account: wish.name, phase });
    return toView(await connect(wish, known, services, onPhase, ctx));
  },
});

const checkInput = z.object({ account: which.nullable().default(null) });

/** Asks one account or all again; what is wrong with one is said of it. */
export const checkAccounts = defineCommand<typeof checkInput, { accounts: AccountView[] }, AccountEvent>({
  about: "asks connected accounts whether they work",
  input: checkInput,
  async run({ account }, { services, emit, ctx }) {
    await services.hold();
    const store = await services.store();
    const chosen = account === null ? await store.accounts.list() : [await findAccount(account, store)];
    const checked: Account[] = [];
    for (const one of chosen) {
      const onPhase = (phase: CheckPhase): void => emit({ type: "check", account: one.name, phase });
      checked.push(await check(one, services, onPhase, ctx));
    }
    return { accounts: checked.map(toView) };
  },
});

const switchInput = z.object({ account: which, isOn: z.boolean(), by });

/** Off: it is kept, and neither read nor written. */
export const switchAccount = defineCommand<typeof switchInput, AccountView>({
  about: "switches a connected account on or off",
  input: switchInput,
  async run({ account, isOn, by: who }, { services, ctx }) {
    await services.hold();
    const store = await services.store();
    const { id, kind } = await findAccount(account, store);
    const switched = await store.db.transaction(async (tx) => {
      const entry = { kind: "account", actor: who, action: isOn ? "switched on" : "switched off" } as const;
      await store.audit.append({ ...entry, subject: id, data: { kind } }, ctx, tx);
      return store.accounts.update(id, { isOn }, tx);
    });
    if (!switched) throw new AppError("E_NOT_FOUND", "The account was removed meanwhile.");
    services.changes.tell("accounts", id);
    return toView(switched);
  },
});

const whichInput = z.object({ account: which });

/** What removing an account would take with it. */
export const accountContents = defineCommand<typeof whichInput, { account: AccountView; goes: OfAccount }>({
  about: "says what removing an account takes with it",
  input: whichInput,
  async run({ account }, { services }) {
    const store = await services.store();
    const found = await findAccount(account, store);
    return { account: toView(found), goes: await store.accounts.contents(found.id) };
  },
});

const removeInput = z.object({ account: which, by });

/** With its secret and all that was read of it; on the other side nothing changes. */
export const removeAccount = defineCommand<typeof removeInput, { account: AccountView; gone: OfAccount }>({
  about: "removes a connected account",
  input: removeInput,
  async run({ account, by: who }, { services, ctx }) {
    await services.hold();
    const found = await findAccount(account, await services.store());
    return { account: toView(found), gone: await remove(found, who, services, ctx) };
  },
});
