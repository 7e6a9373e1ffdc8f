import { z } from "zod";
import type { Account, EffectClass } from "../../store/index.ts";

/** ok: it worked when it was last asked · trouble: it did not · off: the owner switched it off. */
export type AccountState = "ok" | "trouble" | "off";

/** An account as every surface shows it; never with what it is let in with. Times are ISO 8601. */
export interface AccountView {
  id: string;
  kind: Account["kind"];
  name: string;
  address: string | null;
  settings: unknown;
  state: AccountState;
  /** What it can do outside, each with what can be promised. */
  effects: Readonly<Record<string, EffectClass>>;
  notes: readonly string[];
  trouble: { code: string; message: string; at: string } | null;
  connected: string;
}

const check = z.object({
  effects: z.record(z.string(), z.enum(["keyed", "queryable", "neither"])),
  notes: z.array(z.string()),
});

export function toView({ isOn, check: found, trouble, createdAt, ...account }: Account): AccountView {
  const { effects, notes } = check.safeParse(found).data ?? { effects: {}, notes: [] };
  return {
    ...account,
    state: isOn ? (trouble ? "trouble" : "ok") : "off",
    effects,
    notes,
    trouble: trouble && { ...trouble, at: new Date(trouble.at).toISOString() },
    connected: new Date(createdAt).toISOString(),
  };
}
