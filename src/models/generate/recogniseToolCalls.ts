import type { ToolCall, ToolSpec } from "../engine/types.ts";
import { findFault } from "./checkInput.ts";
import { findReadings, type Place, type RawCall, type Readings } from "./readings.ts";

export type Recognised =
  | { kind: "none" }
  /** `text` is the answer without the calls. */
  | { kind: "calls"; calls: ToolCall[]; text: string }
  /** Something was meant as a call, but not which can be told with certainty; `fault` says why, for the model. */
  | { kind: "unclear"; fault: string };

/**
 * Tool calls that a model wrote as text: `<tool_call>` and similar XML, fenced or bare JSON, Hermes, Mistral, Llama and
 * Python style, also inside its thinking when the answer has none. Contract: calls are returned only when there is
 * exactly one way to read them, every tool exists and every input fits its schema. Several calls count as one reading
 * when they were marked as calls or stand in one list; two separate unmarked ones could be alternatives: unclear.
 */
export function recogniseToolCalls(text: string, thinking: string, tools: readonly ToolSpec[]): Recognised {
  const inText = judge(findReadings(text, tools), tools);
  if (inText.kind !== "none") return inText;
  const inThinking = judge(findReadings(thinking, tools), tools);
  return inThinking.kind === "calls" ? { ...inThinking, text } : inThinking;
}

function judge({ places, rest, fault }: Readings, tools: readonly ToolSpec[]): Recognised {
  if (fault !== null) return { kind: "unclear", fault };
  if (places.length === 0) return { kind: "none" };
  const distinct = new Map(places.map((place) => [JSON.stringify(place.calls), place]));
  const chosen = choosePlaces([...distinct.values()]);
  if (chosen === null) return { kind: "unclear", fault: "the answer holds several different calls" };
  const raw = chosen.flatMap((place) => place.calls);
  const wrong = raw.map((call) => findCallFault(call, tools)).find((found) => found !== null);
  if (wrong !== undefined && wrong !== null) return { kind: "unclear", fault: wrong };
  const calls = raw.map(({ name, input }, index) => ({ id: `call_${index + 1}`, name, input }));
  return { kind: "calls", calls, text: rest };
}

function choosePlaces(places: Place[]): Place[] | null {
  if (places.every((place) => place.isMarked)) return places;
  return places.length === 1 ? places : null;
}

function findCallFault(call: RawCall, tools: readonly ToolSpec[]): string | null {
  const tool = tools.find(({ name }) => name === call.name);
  if (tool === undefined) return `there is no tool "${call.name}"`;
  const fault = findFault(call.input, tool.input);
  return fault === null ? null : `the input of ${call.name} is wrong: ${fault}`;
}
