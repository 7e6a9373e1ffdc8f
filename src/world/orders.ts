import type { Fault } from "./faults.ts";
import { serveJson, type Peer } from "./http.ts";

/** A shop that takes orders. */
export interface Shop extends Peer {
  /** The client's id of each order that was taken, one entry each time. */
  readonly ledger: readonly string[];
}

export interface ShopOptions {
  /** An order with a client id that was taken already is that order; else each is another one. */
  knowsKeys: boolean;
  fault?: () => Fault;
}

/**
 * `POST /orders` with the header `Idempotency-Key` and JSON `{ item, count }`; `GET /orders/<client id>` gives an order or 404. An order
 * without a client id or with another body is refused.
 */
export async function openShop({ knowsKeys, fault = () => "none" }: ShopOptions): Promise<Shop> {
  const ledger: string[] = [];
  const numbers = new Map<string, number>();
  const peer = await serveJson(({ method, path, headers, body }) => {
    if (method === "GET" && path.startsWith("/orders/")) {
      const number = numbers.get(decodeURIComponent(path.slice("/orders/".length)));
      return number === undefined
        ? { status: 404, body: { error: "no such order" } }
        : { status: 200, body: { number } };
    }
    if (method !== "POST" || path !== "/orders") return { status: 404, body: { error: "nothing here" } };
    const key = headers["idempotency-key"];
    if (typeof key !== "string" || !isOrder(body)) return { status: 400, body: { error: "no order" } };
    const known = numbers.get(key);
    if (knowsKeys && known !== undefined) return { status: 200, body: { number: known } };
    ledger.push(key);
    numbers.set(key, known ?? ledger.length);
    return { status: 201, body: { number: ledger.length } };
  }, fault);
  return { ...peer, ledger };
}

function isOrder(body: unknown): boolean {
  return (
    typeof body === "object" &&
    body !== null &&
    "item" in body &&
    typeof body.item === "string" &&
    "count" in body &&
    Number.isInteger(body.count)
  );
}
