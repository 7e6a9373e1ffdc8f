import { createId, type Context } from "../core/index.ts";
import { countOfAccount, eraseOfAccount, type OfAccount } from "./data/account.ts";
import { jsonOf, numberOf, textOf, textOrNull, type Database, type Row, type SqlValue } from "./database.ts";

// Statements of migration 17. Released ones are never edited.

/** Outside accounts that the owner connected. `checked` is what the connector found out of it, `trouble` why it does not work now; JSON. */
export const ACCOUNTS: readonly string[] = [
  `CREATE TABLE accounts (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, address TEXT, settings TEXT NOT NULL, is_on INTEGER NOT NULL,
    checked TEXT, trouble TEXT, created BIGINT NOT NULL)`,
];

export type AccountKind = "imap" | "maildir" | "gmail" | "graph" | "caldav" | "telegram";

/** Why an account does not work, as it was last seen. `at`: ms UTC. */
export interface AccountTrouble {
  code: string;
  message: string;
  at: number;
}

/** One outside account. What it is let in with is sealed under `account:ID` (`guard/secrets`) and stands nowhere here. */
export interface Account {
  /** "acc_…" */
  id: string;
  kind: AccountKind;
  /** What the owner calls it. */
  name: string;
  /** Of mail: the owner's address there, in lower case. */
  address: string | null;
  /** JSON, checked by the connector's own schema by who reads it; never a secret. */
  settings: unknown;
  /** Off: it is kept, and neither read nor written. */
  isOn: boolean;
  /** What the connector found out when it was last asked (`Connector.check`); null when it never was. */
  check: unknown;
  trouble: AccountTrouble | null;
  /** ms UTC */
  createdAt: number;
}

/** With an id where its secret was sealed under it before. */
export type NewAccount = Pick<Account, "kind" | "name" | "address" | "settings" | "check"> & { id?: string };
export type AccountPatch = Partial<Pick<Account, "name" | "address" | "settings" | "isOn" | "check" | "trouble">>;

/** Contract: what a call returned is on disk; with `tx`, together with the rest of that transaction. */
export interface Accounts {
  /** For who has to name an account before it is kept. */
  newId(ctx: Pick<Context, "clock">): string;
  /** It is on. */
  create(account: NewAccount, ctx: Pick<Context, "clock">, tx?: Database): Promise<Account>;
  get(id: string): Promise<Account | null>;
  /** In the order in which they were connected. */
  list(kind?: AccountKind): Promise<Account[]>;
  /** What the patch does not name stays as it is. Null where there is no such account (any more). */
  update(id: string, patch: AccountPatch, tx?: Database): Promise<Account | null>;
  /** What is kept here of it and would go with it. */
  contents(id: string): Promise<OfAccount>;
  /** With all that was read of it; how much that was. Null where there was no such account. */
  remove(id: string, tx?: Database): Promise<OfAccount | null>;
}

const newId = ({ clock }: Pick<Context, "clock">): string => createId("acc", clock.now());

export function createAccounts(db: Database): Accounts {
  return {
    newId,
    async create({ id: given, kind, name, address, settings, check }, { clock }, tx = db) {
      const createdAt = clock.now();
      const id = given ?? newId({ clock });
      const row = await tx.get(
        `INSERT INTO accounts (id, kind, name, address, settings, is_on, checked, created)
         VALUES (?, ?, ?, ?, ?, 1, ?, ?) RETURNING *`,
        [id, kind, name, address, toJson(settings), toJson(check), createdAt],
      );
      return toAccount(row!);
    },
    async get(id) {
      const row = await db.get("SELECT * FROM accounts WHERE id = ?", [id]);
      return row && toAccount(row);
    },
    async list(kind) {
      const rows =
        kind === undefined
          ? await db.all("SELECT * FROM accounts ORDER BY id")
          : await db.all("SELECT * FROM accounts WHERE kind = ? ORDER BY id", [kind]);
      return rows.map(toAccount);
    },
    async update(id, patch, tx = db) {
      const changes = toChanges(patch);
      const sets = changes.map(([column]) => `${column} = ?`).join(", ");
      const row =
        changes.length === 0
          ? await tx.get("SELECT * FROM accounts WHERE id = ?", [id])
          : await tx.get(`UPDATE accounts SET ${sets} WHERE id = ? RETURNING *`, [...changes.map(([, to]) => to), id]);
      return row && toAccount(row);
    },
    contents: (id) => countOfAccount(db, id),
    remove: (id, outer = db) =>
      outer.transaction(async (tx) => {
        const { changes } = await tx.run("DELETE FROM accounts WHERE id = ?", [id]);
        return changes === 0 ? null : eraseOfAccount(tx, id);
      }),
  };
}

function toChanges({ name, address, settings, isOn, check, trouble }: AccountPatch): [string, SqlValue][] {
  const changes: [string, SqlValue | undefined][] = [
    ["name", name],
    ["address", address],
    ["settings", settings === undefined ? undefined : toJson(settings)],
    ["is_on", isOn === undefined ? undefined : Number(isOn)],
    ["checked", check === undefined ? undefined : toJson(check)],
    ["trouble", trouble === undefined ? undefined : trouble && toJson(trouble)],
  ];
  return changes.filter((change): change is [string, SqlValue] => change[1] !== undefined);
}

const toJson = (value: unknown): string => JSON.stringify(value ?? null);

function toAccount(row: Row): Account {
  return {
    id: textOf(row, "id"),
    kind: textOf(row, "kind") as AccountKind,
    name: textOf(row, "name"),
    address: textOrNull(row, "address"),
    settings: jsonOf(row, "settings"),
    isOn: numberOf(row, "is_on") === 1,
    check: row["checked"] === null ? null : jsonOf(row, "checked"),
    trouble: row["trouble"] === null ? null : (jsonOf(row, "trouble") as AccountTrouble),
    createdAt: numberOf(row, "created"),
  };
}
