import { z } from "zod";
import { AppError } from "../../core/index.ts";
import { moveStore, type MoveProgress, type MoveReport } from "../../store/index.ts";
import { defineCommand } from "../command.ts";

const input = z.object({});

/** Moves the tables of this home to the database of `DATABASE_URL`. May be cancelled, and called again after any end. */
export const migrate = defineCommand<typeof input, MoveReport, MoveProgress>({
  about: "moves the home's tables to PostgreSQL",
  input,
  async run(_input, { services, emit, ctx }) {
    const { home, databaseUrl } = services;
    if (databaseUrl === undefined) {
      throw new AppError("E_CONFIG", "Nobody said where the tables are to go.", {
        hint: "Set DATABASE_URL, for example postgresql://USER:PASSWORD@HOST:5432/DATABASE.",
      });
    }
    return services.withoutStore(() => moveStore(home, { databaseUrl, onProgress: emit }, ctx));
  },
});
