import type { Store } from "../../store/index.ts";
import type { Language } from "./classes.ts";

/** Who the mail is for, as far as handling it asks. */
export interface Owner {
  language: Language;
  /** IANA name. */
  zone: string;
  /** Addresses of the connected accounts. */
  addresses: readonly string[];
}

/** What the owner told of themselves; where they told nothing, what the machine says. */
export async function readOwner({ profile, accounts }: Pick<Store, "profile" | "accounts">): Promise<Owner> {
  const [told, connected] = await Promise.all([profile.get(), accounts.list()]);
  const machine = new Intl.DateTimeFormat().resolvedOptions();
  return {
    language: told.language ?? (machine.locale.startsWith("de") ? "de" : "en"),
    zone: told.timeZone ?? machine.timeZone,
    addresses: connected.flatMap(({ address }) => address ?? []),
  };
}
