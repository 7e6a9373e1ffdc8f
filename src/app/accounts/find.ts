import { AppError } from "../../core/index.ts";
import type { Account, Store } from "../../store/index.ts";

/** By its id, its name or its address. Throws E_NOT_FOUND, and E_INPUT where several are called so. */
export async function findAccount(word: string, { accounts }: Pick<Store, "accounts">): Promise<Account> {
  const all = await accounts.list();
  const wanted = word.trim().toLowerCase();
  const byId = all.find(({ id }) => id === wanted);
  if (byId) return byId;
  const found = all.filter(({ name, address }) => name.toLowerCase() === wanted || address === wanted);
  if (found.length > 1) {
    throw new AppError("E_INPUT", `Several accounts are called ${word.slice(0, 100)}.`, {
      hint: `Name the one by its id: ${found.map(({ id }) => id).join(", ")}`,
    });
  }
  const [one] = found;
  if (one) return one;
  throw new AppError("E_NOT_FOUND", `There is no account ${word.slice(0, 100)}.`, {
    hint: "`kralle accounts` shows them.",
  });
}
