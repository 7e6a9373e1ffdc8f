import type { ServerResponse } from "node:http";
import { refused } from "./router.ts";
import type { Refusal } from "./types.ts";

/** Nothing of the body is read; the connection ends with the answer. */
export async function refuse(response: ServerResponse, refusal: Refusal): Promise<void> {
  const answer = refused(refusal);
  response.writeHead(refusal.status, { ...Object.fromEntries(answer.headers), connection: "close" });
  response.end(await answer.text());
}
