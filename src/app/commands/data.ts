import { resolve } from "node:path";
import { z } from "zod";
import { AppError } from "../../core/index.ts";
import { deleteData, exportData, type DataSelection, type Deleted, type Exported } from "../../store/index.ts";
import { defineCommand } from "../command.ts";

const selection = {
  session: z.string().min(1).optional(),
  match: z.string().min(3).max(1_000).optional(),
  everything: z.boolean().default(false),
};

const exportInput = z.object({ ...selection, folder: z.string().min(1) });

export const exportOwnData = defineCommand<typeof exportInput, Exported, never>({
  about: "gives out what Kralle keeps of conversations",
  input: exportInput,
  async run({ folder, ...asked }, { services, ctx }) {
    const options = { folder: resolve(folder), by: "owner" };
    return exportData(await services.store(), toSelection(asked), options, ctx);
  },
});

const deleteInput = z.object({ ...selection, backups: z.boolean().default(false) });

/** Nothing else may be at work meanwhile. */
export const deleteOwnData = defineCommand<typeof deleteInput, Deleted, never>({
  about: "deletes what Kralle keeps of conversations",
  input: deleteInput,
  async run({ backups, ...asked }, { services, ctx }) {
    if (services.databaseUrl !== undefined) {
      throw new AppError("E_INPUT", "Data is deleted in a home with its own database only, not on PostgreSQL.", {
        hint: "Move the home back, or delete the rows on the server.",
      });
    }
    const chosen = toSelection(asked);
    return services.withoutStore(() => deleteData(services.home, chosen, { backups, by: "owner" }, ctx));
  },
});

function toSelection({ session, match, everything }: z.output<z.ZodObject<typeof selection>>): DataSelection {
  const given = [session !== undefined, match !== undefined, everything].filter(Boolean).length;
  if (given !== 1) {
    throw new AppError("E_INPUT", "Say which data: of a conversation, with a text in it, or everything.", {
      hint: "Give one of --session ID, --match TEXT, --everything.",
    });
  }
  if (session !== undefined) return { session };
  return match === undefined ? "everything" : { match };
}
