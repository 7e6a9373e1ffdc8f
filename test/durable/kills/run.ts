import { readFileSync } from "node:fs";
import { doneTwice } from "../_ledger.ts";
import { runChild } from "./process.ts";

const STEPS = 20;

export interface KillsOptions {
  /** A file that is not there, or the address of an empty PostgreSQL database. */
  where: string;
  /** A file that is not there. */
  ledger: string;
  workflows: number;
  /** After how many steps of the process it is killed, one process after another; the last one is left to end. */
  killAt: readonly number[];
  /** Between two processes. */
  between?: () => Promise<void>;
}

export interface KillsVerdict {
  kills: number;
  /** Steps that were running at a kill and ran again. */
  again: number;
  /** Of the last process: from its opening to the last result. */
  finishMs: number;
  faults: string[];
}

/** Kills processes amid workflows of 20 steps and judges by what the steps themselves wrote down. */
export async function runKills({ where, ledger, workflows, killAt, between }: KillsOptions): Promise<KillsVerdict> {
  const args = ["work", where, ledger, String(workflows)];
  const faults: string[] = [];
  for (const at of killAt) {
    const { code, said } = await runChild(args, at);
    if (code !== null) faults.push(`the process ended by itself (${code}) before step ${at}: ${said.slice(-300)}`);
    await between?.();
  }
  const { said, code } = await runChild(args);
  const sum = (STEPS * (STEPS - 1)) / 2;
  const expected = `done ${Array.from({ length: workflows }, () => sum).join(",")}`;
  if (code !== 0 || said.split("\n").at(-2) !== expected) faults.push(`not all have ended: ${said.slice(-300)}`);
  const lines = readFileSync(ledger, "utf8").trim().split("\n");
  const begun = lines.filter((line) => line.startsWith("begin"));
  const missing = workflows * STEPS - new Set(begun).size;
  if (missing > 0) faults.push(`${missing} steps never ran`);
  faults.push(...doneTwice(lines).map((step) => `done twice: ${step}`));
  const again = begun.length - new Set(begun).size;
  if (again > killAt.length * workflows) faults.push(`${again} steps ran again, more than were running`);
  return { kills: killAt.length, again, finishMs: Number(/^(\d+) ms$/m.exec(said)?.[1]), faults };
}
