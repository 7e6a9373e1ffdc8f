import { existsSync } from "node:fs";
import { join } from "node:path";
import { ENCODER } from "../../models/index.ts";
import type { EncoderState } from "../encoderHere.ts";
import { ok, warn, type Check, type Finding } from "./types.ts";

/** Whether mail is judged by what it means, or by its words alone; of no matter where no mailbox is connected. */
export const encoder: Check = {
  id: "encoder",
  async run(services) {
    const isNew = !existsSync(join(services.home, "kralle.db")); // nothing is made here by looking
    const accounts = isNew ? [] : await (await services.store()).accounts.list();
    if (accounts.every(({ kind }) => kind === "telegram")) return ok({ name: ENCODER.name, state: "unneeded" });
    const values = toValues(await (await services.encoderHere()).state());
    return values["state"] === "here" ? ok(values) : warn(values);
  },
};

/** How it stands, as it is put into words. */
export function toValues(found: EncoderState): Finding["values"] {
  const { name, bytes } = ENCODER;
  if (found.state === "missing") return { name, bytes, state: found.why };
  const share = found.state === "fetching" ? (found.share ?? 0) : 0;
  return { name, bytes, state: found.state, share, reason: found.state === "failed" ? found.message : "" };
}
