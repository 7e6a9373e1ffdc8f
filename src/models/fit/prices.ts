import { z } from "zod";
import hardwareData from "../data/hardware.json" with { type: "json" };

/** US dollars per million tokens at a provider of the cloud. */
export interface CloudPrice {
  id: string;
  dollarsIn: number;
  dollarsOut: number;
  /** Year and month. */
  asOf: string;
  /** Where it was read. */
  source: string;
}

const schema = z.object({
  cloud_prices_usd_per_mtok: z.array(
    z.object({
      id: z.string(),
      usd_in: z.number().min(0),
      usd_out: z.number().min(0),
      as_of: z.string(),
      source: z.string(),
    }),
  ),
});

/** One small, one middle and one large model of the best-known providers, and an open one. */
const SHOWN = ["gpt-oss-20b", "gpt-5.4-nano", "gemini-2.5-flash", "claude-haiku-4.5", "gpt-5.4", "claude-opus-5"];

/** What tokens cost elsewhere, the cheapest first. */
export function cloudPrices(): CloudPrice[] {
  const { cloud_prices_usd_per_mtok: prices } = schema.parse(hardwareData);
  return SHOWN.flatMap((id) => prices.filter((price) => price.id === id)).map(
    ({ id, usd_in, usd_out, as_of, source }) => ({ id, dollarsIn: usd_in, dollarsOut: usd_out, asOf: as_of, source }),
  );
}
