import {
  NOTHING,
  parsePolicyLine,
  type Action,
  type Decision,
  type KeptLine,
  type Labels,
  type Policy,
} from "../../../src/guard/index.ts";
import { decide } from "../../../src/guard/index.ts";

export const keep = (...texts: string[]): KeptLine[] =>
  texts.map((text, at) => ({ id: `pol_${at}`, text, line: parsePolicyLine(text) }));

export const action = (more: Partial<Action> = {}): Action => ({
  tool: "send_mail",
  aliases: [],
  effect: "outside",
  runsCode: false,
  labels: NOTHING,
  led: NOTHING,
  recipients: ["anna@firma.example"],
  stated: [],
  amount: null,
  uses: 1,
  ...more,
});

export const labels = (from: Labels["from"], isPrivate = false): Labels => ({ from, isPrivate });

export function decided(more: Partial<Action>, lines: string[] = [], policy: Partial<Policy> = {}): Decision {
  return decide(action(more), { interactive: true, lines: keep(...lines), ...policy }).decision;
}
