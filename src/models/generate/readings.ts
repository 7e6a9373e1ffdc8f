import type { ToolSpec } from "../engine/types.ts";
import { findBalanced } from "./balanced.ts";
import { readPythonCalls, type PythonCall } from "./pythonic.ts";

/** A call as the text has it, not yet checked against the tool's schema. */
export interface RawCall {
  name: string;
  input: unknown;
}

/** One place in the text that may call tools: its calls belong together. */
export interface Place {
  calls: RawCall[];
  /** Marked as a call by the model itself, so an unknown name is a fault and not just data. */
  isMarked: boolean;
}

export interface Readings {
  places: Place[];
  /** The text without those places. */
  rest: string;
  /** Something looks like a call but cannot be read, or can be read in two ways. */
  fault: string | null;
}

const MARKED =
  /<(tool_call|function_call|tool_use|invoke_tool)>([\s\S]*?)(?:<\/\1>|$)|\[TOOL_CALLS\]([\s\S]*)$|<\|python_tag\|>([\s\S]*)$|(<function=[\w.-]+>[\s\S]*?(?:<\/function>|$))|(<invoke name="[^"]+">[\s\S]*?(?:<\/invoke>|$))/g;
const FENCED = /```[ \t]*([\w-]*)[^\n]*\n([\s\S]*?)(?:```|$)/g;

/** Finds everything in a model's text that reads as calling one of the tools. */
export function findReadings(text: string, tools: readonly ToolSpec[]): Readings {
  const names = new Map(tools.map((tool) => [tool.name, tool]));
  const places: Place[] = [];
  let fault: string | null = null;

  const take = (body: string, isMarked: boolean): boolean => {
    const calls = readBody(body, names);
    if (calls === "two readings") fault ??= "one call can be read in two ways";
    else if (calls !== null && (isMarked || calls.some((call) => names.has(call.name))))
      places.push({ calls, isMarked });
    else if (isMarked) fault ??= "a marked call is not readable";
    else return false;
    return true;
  };

  let rest = text.replace(MARKED, (all: string, _tag, ...groups: unknown[]) => {
    const body = groups.slice(0, 5).find((group) => typeof group === "string");
    take(typeof body === "string" ? body : all, true);
    return "";
  });
  rest = rest.replace(FENCED, (all: string, _language: string, body: string) => (take(body, false) ? "" : all));
  for (const span of findBalanced(rest, "{[").toReversed()) {
    if (take(span.text, false)) rest = rest.slice(0, span.start) + rest.slice(span.end);
  }
  rest = rest
    .split("\n")
    .filter((line) => !(names.size > 0 && startsWithName(line, names) && take(line, false)))
    .join("\n");
  return { places, rest: rest.trim(), fault };
}

const startsWithName = (line: string, names: ReadonlyMap<string, ToolSpec>): boolean =>
  names.has(/^\s*`?(?:print\()?([A-Za-z_][\w.-]*)\s*\(/.exec(line)?.[1] ?? "");

function readBody(body: string, tools: ReadonlyMap<string, ToolSpec>): RawCall[] | "two readings" | null {
  const text = body.trim().replace(/^`|`$/g, "");
  const xml = readXml(text);
  if (xml !== null) return [xml];
  const json = parseJson(text);
  if (json !== undefined) return readJsonCalls(json);
  const lines = parseLines(text);
  if (lines !== null) return readJsonCalls(lines);
  const python = readPythonCalls(text);
  if (python === null || !python.some((call) => tools.has(call.name))) return null;
  const calls = python.map((call) => toRawCall(call, tools.get(call.name)));
  return calls.every((call) => call !== null) ? calls : null;
}

/** Positional arguments take the names of the schema's properties in order. */
function toRawCall(call: PythonCall, tool: ToolSpec | undefined): RawCall | null {
  const order = Object.keys(isRecord(tool?.input.properties) ? tool.input.properties : {});
  const input: Record<string, unknown> = {};
  for (const [index, { key, value }] of call.values.entries()) {
    const name = key ?? order[index];
    if (name === undefined || name in input) return null;
    input[name] = value;
  }
  return { name: call.name, input };
}

function readJsonCalls(json: unknown): RawCall[] | "two readings" | null {
  if (isRecord(json) && Array.isArray(json.tool_calls)) return readJsonCalls(json.tool_calls);
  const items = Array.isArray(json) ? json : [json];
  const calls: RawCall[] = [];
  for (const item of items) {
    const call = readJsonCall(item);
    if (call === "two readings") return call;
    if (call === null) return null;
    calls.push(call);
  }
  return calls.length > 0 ? calls : null;
}

const NAME_KEYS = ["name", "tool", "tool_name", "function", "action", "recipient_name"];
const INPUT_KEYS = ["arguments", "parameters", "args", "input", "action_input", "params"];

function readJsonCall(item: unknown): RawCall | "two readings" | null {
  if (!isRecord(item)) return null;
  if (isRecord(item.function)) return readJsonCall(item.function);
  const names = new Set(NAME_KEYS.map((key) => item[key]).filter((value) => typeof value === "string"));
  const inputs = INPUT_KEYS.filter((key) => key in item).map((key) => readInput(item[key]));
  const distinct = new Set(inputs.map((input) => JSON.stringify(input)));
  const [name] = names;
  if (name === undefined || inputs.length === 0) return null;
  if (names.size > 1 || distinct.size > 1) return "two readings";
  return { name: name.replace(/^functions\./, ""), input: inputs[0] };
}

/** Some models write the arguments as a JSON string. */
function readInput(value: unknown): unknown {
  if (typeof value !== "string") return value ?? {};
  return parseJson(value) ?? value;
}

/** `<function=name><parameter=key>value</parameter></function>` and `<invoke name="…"><parameter name="…">`. */
function readXml(text: string): RawCall | null {
  const head = /<(?:function=|invoke name=")([\w.-]+)"?>/.exec(text);
  if (head === null) return null;
  const input: Record<string, unknown> = {};
  for (const [, key = "", raw = ""] of text.matchAll(/<parameter(?:=| name=")([\w.-]+)"?>([\s\S]*?)<\/parameter>/g)) {
    if (key in input) return null;
    const value = raw.trim();
    const parsed = parseJson(value);
    input[key] = typeof parsed === "string" || parsed === undefined ? value : parsed;
  }
  return { name: head[1] ?? "", input };
}

/** One JSON object a line, as some models write several calls. */
function parseLines(text: string): unknown[] | null {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const values = lines.map(parseJson);
  return lines.length > 1 && values.every((value) => value !== undefined) ? values : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON: another reading may fit
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
