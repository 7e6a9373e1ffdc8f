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
    const moveEngine = async (file: string, { mayBeThere }: { mayBeThere: boolean }): Promise<void> => {
      const { moveWorkflows } = await import("../../durable/index.ts");
      const onRows = (done: number, total: number): void => emit({ phase: "copy", table: "durable", done, total });
      await moveWorkflows({ file, url: databaseUrl, onRows }, ctx).catch((thrown: unknown) => {
        if (!mayBeThere || !(thrown instanceof AppError) || thrown.code !== "E_EXISTS") throw thrown;
      });
    };
    return services.withoutStore(() => moveStore(home, { databaseUrl, onProgress: emit, moveEngine }, ctx));
  },
});
