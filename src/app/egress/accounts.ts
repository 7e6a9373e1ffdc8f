import type { Endpoint, Purpose } from "../../core/index.ts";
import type { Grant } from "../../guard/index.ts";

/** Where connected accounts may go. */
export interface AccountGrants {
  /** As the accounts stand at this moment. Nothing before anybody said where they are kept. */
  of(purpose: Purpose): Promise<Grant[]>;
  /** From now on the places of an account are asked for here; none for one that is not known (any more) or is off. */
  follow(read: (account: string) => Promise<{ purpose: Purpose; places: readonly Endpoint[] } | null>): void;
  /** Opens these places for a purpose while `work` runs: of an account that is about to be connected. */
  during<T>(purpose: Purpose, places: readonly Place[], work: () => Promise<T>): Promise<T>;
}

/** `public`: a guess, which may only turn out to be a public address; without it the owner named the place. */
export type Place = Endpoint & { reach?: Grant["reach"] };

const OF_ACCOUNT = /^(?:mail|account):(.+)$/;

export function createAccountGrants(): AccountGrants {
  const passing = new Set<{ purpose: Purpose; places: readonly Place[] }>();
  let reader: Parameters<AccountGrants["follow"]>[0] | null = null;
  return {
    async of(purpose) {
      const [, id] = OF_ACCOUNT.exec(purpose) ?? [];
      if (id === undefined) return [];
      const kept = (await reader?.(id)) ?? null;
      const open = [...passing].filter((one) => one.purpose === purpose);
      if (kept?.purpose === purpose) open.push(kept);
      return open.flatMap(({ places }) => places.map((place) => toGrant(purpose, place)));
    },
    follow(read) {
      reader = read;
    },
    async during(purpose, places, work) {
      const own = { purpose, places };
      passing.add(own);
      try {
        return await work();
      } finally {
        passing.delete(own);
      }
    },
  };
}

const toGrant = (purpose: Purpose, { host, port, reach = "any" }: Place): Grant => {
  return { purpose, host: host.toLowerCase(), port, reach, follows: "granted", readOnly: false };
};
