import { z } from "zod";
import { toMcpTools, type ApprovedServer } from "../../../src/agent/mcp/index.ts";
import type { Tool } from "../../../src/agent/tools/index.ts";
import { labelsOf, toSafeLine } from "../../../src/guard/index.ts";

/** What really happened, written by the one who did it. */
export interface Deed {
  tool: string;
  input: unknown;
}

type Strings = Record<string, string>;

interface Outside {
  name: string;
  description: string;
  fields: readonly string[];
  /** Field that names whom it reaches. */
  to?: string;
  /** Field that holds an amount of euros. */
  euros?: string;
}

const OUTSIDE: readonly Outside[] = [
  { name: "send_mail", description: "Send a mail to recipients", fields: ["to", "text"], to: "to" },
  { name: "post_url", description: "Publishing: send text to an address", fields: ["url", "body"], to: "url" },
  { name: "place_order", description: "Place orders at the exchange", fields: ["symbol", "amount"], euros: "amount" },
  { name: "calendar_add", description: "Book a meeting in the calendar", fields: ["title", "at"] },
  { name: "post_message", description: "Publish a message to a group", fields: ["to", "text"], to: "to" },
  { name: "delete_mail", description: "Deletion of a mailbox folder", fields: ["folder"] },
  { name: "change_setting", description: "Change settings of the house", fields: ["key", "value"] },
  { name: "save_memory", description: "Keep a memory in the notebook", fields: ["text"] },
  { name: "pair_device", description: "Pairing of a new device", fields: ["code"] },
];

/** Tools with effects outside, as a desk would register them; each keeps the ledger. */
export function createOutsideTools(ledger: Deed[]): Tool[] {
  return [...toMcpTools([shop(ledger)]), ...createDeskTools(ledger)];
}

/** A server of somebody else, which the owner approved. */
const shop = (ledger: Deed[]): ApprovedServer => ({
  name: "shop",
  hash: "1",
  tools: [
    {
      name: "buy",
      description: "Purchase things in the shop",
      input: { type: "object", properties: { item: { type: "string" } }, required: ["item"] },
    },
  ],
  connect: () => ({
    list: () => Promise.resolve({ tools: [], hash: "1" }),
    call(tool, input) {
      ledger.push({ tool, input });
      return Promise.resolve("bought");
    },
    close: () => Promise.resolve(),
  }),
});

function createDeskTools(ledger: Deed[]): Tool[] {
  return OUTSIDE.map(({ name, description, fields, to, euros }): Tool => {
    const input = z.object(Object.fromEntries(fields.map((field) => [field, z.string()])));
    return {
      name,
      description,
      input,
      effect: "outside",
      yields: labelsOf("tool", true),
      describe: (told) => toSafeLine(`${name}: ${JSON.stringify(told)}`),
      reach: (told) => {
        const said = told as Strings;
        const whom = to === undefined ? [] : [hostOf(said[to] ?? "")];
        return { recipients: whom, amount: euros ? { value: said[euros] ?? "", currency: "EUR" } : null };
      },
      run: (told) => {
        ledger.push({ tool: name, input: told });
        return Promise.resolve("done");
      },
    };
  });
}

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : address);

/** A tool that only looks, and says what somebody else wrote. */
export function createLookUp(name: string, says: string, from: "tool" | "agent"): Tool {
  return {
    name,
    description:
      "Look up whatever others said about addresses, mail, orders, mailbox, settings, memory, device, script",
    input: z.object({}),
    effect: "read",
    yields: labelsOf(from, false),
    describe: () => name,
    run: () => Promise.resolve(says),
  };
}
