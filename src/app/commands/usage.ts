import { Decimal } from "decimal.js";
import { z } from "zod";
import { defineCommand } from "../command.ts";

const DAY_MS = 86_400_000;

export interface UsageTotals {
  calls: number;
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  modelMs: number;
}

/** What the same tokens cost at a provider of the cloud, at its price of a stated month. Dollars are decimals. */
export interface Elsewhere {
  name: string;
  dollars: string;
  promptPerMillion: string;
  completionPerMillion: string;
  /** Year and month of the price. */
  asOf: string;
  source: string;
}

export interface UsageReport {
  total: UsageTotals;
  /** Oldest first; a day is that of UTC, days without use are left out. */
  days: (UsageTotals & { day: string })[];
  models: (UsageTotals & { model: string })[];
  elsewhere: Elsewhere[];
}

const usageInput = z.object({ days: z.int().min(1).max(3660).default(30) });

/** Tokens and time, by day and by model. */
export const usage = defineCommand<typeof usageInput, UsageReport>({
  about: "says what was used, and what it would have cost elsewhere",
  input: usageInput,
  async run({ days }, { services, ctx }) {
    const store = await services.store();
    const { cloudPrices } = await import("../../models/index.ts");
    const rows = await store.usage.byDay(ctx.clock.now() - days * DAY_MS);
    const total = sum(rows);
    return {
      total,
      days: group(rows, ({ day }) => day).map(([day, list]) => ({ day, ...sum(list) })),
      models: group(rows, ({ model }) => model)
        .map(([model, list]) => ({ model, ...sum(list) }))
        .toSorted((a, b) => b.completionTokens - a.completionTokens),
      elsewhere: cloudPrices().map((price) => toElsewhere(price, total)),
    };
  },
});

function toElsewhere(
  {
    id,
    dollarsIn,
    dollarsOut,
    asOf,
    source,
  }: { id: string; dollarsIn: number; dollarsOut: number; asOf: string; source: string },
  { promptTokens, completionTokens }: UsageTotals,
): Elsewhere {
  const dollars = new Decimal(promptTokens).times(dollarsIn).plus(new Decimal(completionTokens).times(dollarsOut));
  return {
    name: id,
    dollars: dollars.dividedBy(1_000_000).toFixed(4),
    promptPerMillion: String(dollarsIn),
    completionPerMillion: String(dollarsOut),
    asOf,
    source,
  };
}

function group<T>(rows: readonly T[], key: (row: T) => string): [string, T[]][] {
  return [...Map.groupBy(rows, key)].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function sum(rows: readonly UsageTotals[]): UsageTotals {
  const total: UsageTotals = { calls: 0, promptTokens: 0, cachedTokens: 0, completionTokens: 0, modelMs: 0 };
  for (const row of rows) {
    total.calls += row.calls;
    total.promptTokens += row.promptTokens;
    total.cachedTokens += row.cachedTokens;
    total.completionTokens += row.completionTokens;
    total.modelMs += row.modelMs;
  }
  return total;
}
