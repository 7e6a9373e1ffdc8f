import type { Endpoint, Purpose } from "../../core/index.ts";
import type { Store } from "../../store/index.ts";
import { toTyped } from "./kinds.ts";

/** Where an account has to go, by its settings as they are at this moment; null for one that is not there or is off. */
export async function readPlaces(
  id: string,
  { accounts }: Pick<Store, "accounts">,
): Promise<{ purpose: Purpose; places: readonly Endpoint[] } | null> {
  const account = await accounts.get(id);
  if (!account?.isOn) return null;
  const { type, settings } = toTyped(account);
  return { purpose: type.purpose(id), places: type.places(settings) };
}
