import type { Secrets } from "../../guard/index.ts";
import type { Store } from "../../store/index.ts";

/** Seals another secret in the place of the one that an account was let in with. */
export function keeperOf(
  id: string,
  { db }: Pick<Store, "db">,
  secrets: () => Promise<Secrets>,
): (secret: string) => Promise<void> {
  return async (secret) => db.transaction(await (await secrets()).sealFor(id, secret, "kralle"));
}
