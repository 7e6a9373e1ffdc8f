import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { LAUNCHD_LABEL, toLaunchdPlist, toSystemdUnit, toTaskXml, type ServicePlan } from "./units.ts";

type Env = Readonly<Record<string, string | undefined>>;
type Program = readonly [name: string, ...args: string[]];

/** What starts programs when a person signs in: where its file lies, and what to run around writing and removing it. */
export interface ServiceManager {
  name: string;
  /** Succeeds where there is one for this person. */
  probe: Program;
  path: string;
  text: Buffer | string;
  afterWrite: readonly Program[];
  beforeRemove: readonly Program[];
  afterRemove: readonly Program[];
  /** Succeeds where the service runs. */
  isActive: Program;
}

const UNIT = "kralle.service";

export function serviceManager(
  plan: ServicePlan,
  env: Env,
  platform: NodeJS.Platform = process.platform,
): ServiceManager {
  if (platform === "darwin") return launchd(plan);
  return platform === "win32" ? taskScheduler(plan) : systemd(plan, env);
}

function systemd(plan: ServicePlan, env: Env): ServiceManager {
  const user = (...args: string[]): Program => ["systemctl", "--user", ...args];
  const settings = env["XDG_CONFIG_HOME"] || join(homedir(), ".config");
  return {
    name: "systemd",
    probe: user("show-environment"),
    path: join(settings, "systemd", "user", UNIT),
    text: toSystemdUnit(plan),
    afterWrite: [user("daemon-reload"), user("enable", UNIT), user("restart", UNIT)],
    beforeRemove: [user("disable", "--now", UNIT)],
    afterRemove: [user("daemon-reload")],
    isActive: user("is-active", "--quiet", UNIT),
  };
}

function launchd(plan: ServicePlan): ServiceManager {
  const domain = `gui/${userInfo().uid}`;
  const path = join(homedir(), "Library", "LaunchAgents", `${LAUNCHD_LABEL}.plist`);
  return {
    name: "launchd",
    probe: ["launchctl", "print", domain],
    path,
    text: toLaunchdPlist(plan),
    afterWrite: [["launchctl", "bootstrap", domain, path]],
    beforeRemove: [["launchctl", "bootout", `${domain}/${LAUNCHD_LABEL}`]],
    afterRemove: [],
    isActive: ["launchctl", "print", `${domain}/${LAUNCHD_LABEL}`],
  };
}

function taskScheduler(plan: ServicePlan): ServiceManager {
  const path = join(plan.home, "run", "task.xml");
  return {
    name: "Task Scheduler",
    probe: ["schtasks", "/Query", "/FO", "LIST"],
    path,
    text: Buffer.from(`\uFEFF${toTaskXml(plan, userInfo().username)}`, "utf16le"),
    afterWrite: [
      ["schtasks", "/Create", "/F", "/TN", "Kralle", "/XML", path],
      ["schtasks", "/Run", "/TN", "Kralle"],
    ],
    beforeRemove: [["schtasks", "/Delete", "/F", "/TN", "Kralle"]],
    afterRemove: [],
    isActive: ["schtasks", "/Query", "/TN", "Kralle"],
  };
}

export const isInstalled = ({ path }: ServiceManager): boolean => existsSync(path);

/** Writes the file and starts the service. Gives the first program that did not succeed, with what it said. */
export async function installService({ path, text, afterWrite }: ServiceManager): Promise<Failed | null> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, text, { mode: 0o600 });
  return runAll(afterWrite);
}

/** What does not run need not be ended: only the file has to go. */
export async function removeService({ path, beforeRemove, afterRemove }: ServiceManager): Promise<void> {
  await runAll(beforeRemove);
  await rm(path, { force: true });
  await runAll(afterRemove);
}

export interface Failed {
  command: string;
  said: string;
}

async function runAll(programs: readonly Program[]): Promise<Failed | null> {
  for (const program of programs) {
    const said = await tryProgram(program);
    if (said !== null) return { command: program.join(" "), said };
  }
  return null;
}

/** Null when it succeeded, else what it said. */
export function tryProgram([name, ...args]: Program): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(name, args, { timeout: 30_000, windowsHide: true }, (error, _stdout, stderr) => {
      resolve(error === null ? null : stderr.trim() || error.message);
    });
  });
}
