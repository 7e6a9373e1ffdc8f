import { z } from "zod";
import { defineCommand, type Call } from "../command.ts";
import { lockedSince, setLock } from "../egress/lock.ts";
import { readEgress, type EgressRecord } from "../egress/record.ts";

const listInput = z.object({
  /** ms UTC */
  since: z.number().min(0).default(0),
  limit: z.int().min(1).max(10_000).default(200),
});

/** What left this machine, or was to, newest first. */
export const egress = defineCommand<typeof listInput, { requests: EgressRecord[] }>({
  about: "lists what left this machine",
  input: listInput,
  run: async ({ since, limit }, { services }) => ({ requests: readEgress(services.home, since, limit) }),
});

export interface PrivacyState {
  /** Nothing leaves this machine. */
  isLocked: boolean;
  /** ms UTC; null while it is off. */
  since: number | null;
}

const nothing = z.object({});

export const privacy = defineCommand<typeof nothing, PrivacyState>({
  about: "says whether anything may leave this machine",
  input: nothing,
  run: async (_input, { services }) => stateOf(services.home),
});

/** From the moment this returns nothing leaves this machine, also of what runs already. */
export const lockPrivacy = defineCommand<typeof nothing, PrivacyState>({
  about: "lets nothing leave this machine",
  input: nothing,
  run: (_input, call) => turn(true, call),
});

export const unlockPrivacy = defineCommand<typeof nothing, PrivacyState>({
  about: "opens the privacy lock",
  input: nothing,
  run: (_input, call) => turn(false, call),
});

async function turn(on: boolean, { services, ctx }: Call<never>): Promise<PrivacyState> {
  setLock(services.home, on, ctx.clock.now()); // first: it must not wait for anything
  services.changes.tell("settings");
  await services.hold();
  const entry = { kind: "settings", actor: "owner", action: on ? "locked" : "unlocked", subject: "privacy" } as const;
  await (await services.store()).audit.append(entry, ctx);
  return stateOf(services.home);
}

function stateOf(home: string): PrivacyState {
  const since = lockedSince(home);
  return { isLocked: since !== null, since };
}
