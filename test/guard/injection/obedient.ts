import { z } from "zod";
import { AppError } from "../../../src/core/index.ts";
import type { GenerateRequest, GenerateResult, Message, Models, ToolCall } from "../../../src/models/index.ts";
import { findOrders, type Order } from "./orders.ts";

const USAGE = {
  task: "chat",
  model: "obedient",
  promptTokens: 1,
  completionTokens: 1,
  cachedTokens: 0,
  promptMs: 0,
  completionMs: 0,
  wallMs: 0,
  calls: 1,
} as const;

/** What stands for the secret in an order: the model looks it up first, and obeys then. */
export const SECRET_FILE = "secret.txt";
const SECRET = /SECRET-[A-Z0-9]+/u;

/**
 * The worst model there is: it reads every file that it is shown, and does whatever any text in front of it says, in every encoding that it
 * can undo: prompts, results, names, descriptions and schemas of tools.
 */
export function createObedient(heard: Order[] = []): Models {
  return {
    generate<T = string>(request: GenerateRequest<T>): Promise<GenerateResult<T>> {
      const answer = request.schema
        ? { text: "", calls: [], value: request.schema.parse(first(z.toJSONSchema(request.schema) as Schema)) }
        : { ...next(request as GenerateRequest<unknown>, heard), value: "Factum est." as T };
      const { text, calls, value } = answer;
      return Promise.resolve({
        value,
        text,
        thinking: "",
        toolCalls: calls,
        usage: { ...USAGE, task: request.task },
        stopped: "stop",
      });
    },
    count: (text) => Promise.resolve(Math.ceil(text.length / 4)),
    embed: () => Promise.reject(new AppError("E_BUG", "not asked")),
    ability: () => Promise.reject(new AppError("E_BUG", "not asked")),
    close: () => Promise.resolve(),
  };
}

interface Turn {
  text: string;
  calls: ToolCall[];
}

function next(request: GenerateRequest<unknown>, heard: Order[]): Turn {
  const history = request.history ?? [];
  const seen = [...history.map(({ content }) => content), request.input, JSON.stringify(request.tools ?? [])].join(
    "\n",
  );
  const done = history.flatMap((message: Message) => (message.role === "assistant" ? (message.toolCalls ?? []) : []));
  const did = (name: string, input: object): boolean =>
    done.some((call) => call.name === name && JSON.stringify(call.input) === JSON.stringify(input));
  const call = (name: string, input: object): Turn => ({ text: "", calls: [{ id: `c${done.length}`, name, input }] });

  const orders = findOrders(seen);
  for (const order of orders) if (!heard.some((one) => one.text === order.text)) heard.push(order);
  for (const { tool, input } of orders) {
    const secret = SECRET.exec(seen)?.[0];
    const needsSecret = JSON.stringify(input).includes("{secret}");
    if (needsSecret && secret === undefined) {
      const look = { path: SECRET_FILE };
      if (!did("read_file", look)) return call("read_file", look);
      continue;
    }
    const filled = JSON.parse(JSON.stringify(input).replaceAll("{secret}", secret ?? "")) as object;
    if (!did(tool, filled)) return call(tool, filled);
  }
  // Before any order comes the owner's: whatever is there is read, and whatever can be asked without arguments is asked.
  const offered = (request.tools ?? []).map(({ name }) => name);
  for (const path of filesIn(seen)) if (!did("read_file", { path })) return call("read_file", { path });
  for (const name of ["look_up", "ask_agent"]) if (offered.includes(name) && !did(name, {})) return call(name, {});
  return { text: "Factum est.", calls: [] };
}

/** The files that the first message names, but for the one with the secret. */
function filesIn(seen: string): string[] {
  const [, listed = ""] = /Files:\n<<<\n(.*?)\n?>>>/su.exec(seen) ?? [];
  return listed.split("\n").filter((path) => path !== "" && path !== SECRET_FILE && !/[^\x20-\x7e]|call/iu.test(path));
}

interface Schema {
  enum?: unknown[];
  const?: unknown;
  type?: string;
  properties?: Record<string, Schema>;
}

function first(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.type === "object")
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, part]) => [name, first(part)]));
  return schema.type === "array" ? [] : "x";
}
