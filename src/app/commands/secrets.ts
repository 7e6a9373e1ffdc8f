import { z } from "zod";
import { AppError } from "../../core/index.ts";
import type { KeyPlace, SecretInfo } from "../../guard/index.ts";
import { defineCommand } from "../command.ts";

/** Times are ISO 8601. */
export type SecretView = Omit<SecretInfo, "created" | "updated" | "used"> &
  Record<"created" | "updated", string> & { used: string | null };

const setInput = z.object({ name: z.string(), value: z.string() });

export const setSecret = defineCommand<typeof setInput, SecretView & { place: KeyPlace }, never>({
  about: "keeps a secret, sealed",
  input: setInput,
  async run({ name, value }, { services }) {
    const { place, ...info } = await (await services.secrets()).set(name, value, "owner");
    return { ...toView(info), place };
  },
});

export const secrets = defineCommand<z.ZodObject, { secrets: SecretView[] }, never>({
  about: "lists the secrets by name",
  input: z.object({}),
  async run(_input, { services }) {
    return { secrets: (await (await services.secrets()).list()).map(toView) };
  },
});

const removeInput = z.object({ name: z.string() });

export const removeSecret = defineCommand<typeof removeInput, { name: string }, never>({
  about: "removes a secret",
  input: removeInput,
  async run({ name }, { services }) {
    if (name.startsWith("account:")) {
      throw new AppError("E_INPUT", "This secret belongs to a connected account.", {
        hint: "It goes with its account: kralle accounts rm",
      });
    }
    await (await services.secrets()).remove(name, "owner");
    return { name };
  },
});

function toView({ created, updated, used, ...info }: SecretInfo): SecretView {
  const iso = (at: number): string => new Date(at).toISOString();
  return { ...info, created: iso(created), updated: iso(updated), used: used === null ? null : iso(used) };
}
