import { join } from "node:path";
import { z } from "zod";
import { AppError, type Context } from "../../core/index.ts";
import type { Licence } from "../catalogue/index.ts";
import { readJsonOrNull, writeJsonAtomically } from "./files.ts";
import { withLock } from "./lock.ts";

const consentSchema = z.object({
  licence: z.string(),
  name: z.string(),
  url: z.string().nullable(),
  /** For which model it was given first. */
  model: z.string(),
  /** ISO 8601 */
  acceptedAt: z.string(),
});
const fileSchema = z.object({ schema: z.literal(1), accepted: z.array(consentSchema) });

/** A licence that a person of this home accepted. */
type Consent = z.infer<typeof consentSchema>;

const consentPath = (home: string): string => join(home, "models", "licences.json");

async function readConsents(home: string): Promise<Consent[]> {
  const parsed = fileSchema.safeParse(await readJsonOrNull(consentPath(home)));
  return parsed.success ? parsed.data.accepted : []; // a damaged file only means that people are asked again
}

/**
 * Makes sure that the licence of a model was accepted, when it is one that asks for it: before, or now (`accept`), which is
 * recorded before a byte is fetched. Else throws E_LICENCE; its `data` says what is to be shown.
 */
export async function ensureConsent(
  home: string,
  licence: Licence | null,
  model: { id: string; name: string; bytes: number },
  accept: boolean,
  ctx: Context,
): Promise<void> {
  if (!licence?.consent) return;
  if ((await readConsents(home)).some((one) => one.licence === licence.id)) return;
  const { id, name, url } = licence;
  if (!accept) {
    const where = url === null ? "" : ` Its text: ${url}`;
    throw new AppError(
      "E_LICENCE",
      `${model.name} is under a licence that has to be accepted first: ${name}.${where}`,
      {
        hint: `Read it; if you accept it: \`kralle models pull ${model.id} --accept-licence\`.`,
        data: { licence, model: model.id, bytes: model.bytes },
      },
    );
  }
  const consent: Consent = {
    licence: id,
    name,
    url,
    model: model.id,
    acceptedAt: new Date(ctx.clock.now()).toISOString(),
  };
  const lock = join(home, "models", ".lock", "licences.sqlite");
  const write = async (): Promise<void> => {
    const accepted = await readConsents(home);
    await writeJsonAtomically(consentPath(home), { schema: 1, accepted: [...accepted, consent] });
  };
  await withLock(lock, { what: "the list of licences" }, write, ctx);
}
