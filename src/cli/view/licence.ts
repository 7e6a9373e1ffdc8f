import { AppError } from "../../core/index.ts";
import type { LicenceLimit } from "../../app/index.ts";
import { wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";

/** A licence that has to be accepted, as the error E_LICENCE tells it. */
export interface LicenceAsked {
  model: string;
  licence: { name: string; url: string | null; limits: LicenceLimit[] };
}

export function readLicenceAsked(thrown: unknown): LicenceAsked | null {
  if (!(thrown instanceof AppError) || thrown.code !== "E_LICENCE") return null;
  return thrown.data as unknown as LicenceAsked;
}

/** What a person should know before a yes: whose licence, what it limits, where its text is. */
export function showLicence({ model, licence }: LicenceAsked, { err, texts: { install } }: Ui): void {
  err.line(err.style.yellow(wrap(`! ${install.licenceAsks(model, licence.name)}`, err.columns, "  ")));
  for (const limit of licence.limits) err.line(wrap(`  - ${install.limits[limit]}`, err.columns, "    "));
  if (licence.url !== null) err.line(wrap(`  ${install.licenceText(licence.url)}`, err.columns, "  "));
}
