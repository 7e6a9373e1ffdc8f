import type { Refusal } from "../types.ts";
import { isSafe } from "./address.ts";
import type { Facts } from "./facts.ts";

/**
 * What a request has to show besides the cookie, which the browser adds by itself whoever caused the request. Its Origin, where
 * there is one, is known to be our own when this is asked.
 */
export function checkBrowser(facts: Facts): Refusal | null {
  const [site] = facts.fetchSites;
  const no = (log: string): Refusal => ({ status: 403, log });
  if (site !== undefined && site !== "same-origin" && site !== "none") return no("fetch site with cookie");
  if (facts.isUpgrade) return facts.origins.length === 1 ? null : no("upgrade without origin");
  if (isSafe(facts.method)) return null;
  if (facts.origins.length !== 1) return no("cookie without origin");
  const isScript = facts.marks.length === 1 && facts.marks[0] === "1";
  const isJson = /^application\/json(?:\s*;|$)/i.test(facts.contentTypes[0] ?? "") && facts.contentTypes.length === 1;
  return isScript || (isJson && site === "same-origin") ? null : no("form");
}
