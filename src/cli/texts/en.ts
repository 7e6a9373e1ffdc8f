import type { ListedModel, ModelReason } from "../../app/index.ts";
import { access, telegram } from "./en/access.ts";
import { gateway } from "./en/gateway.ts";
import { doors, mcp, skills } from "./en/doors.ts";
import { egress, privacy } from "./en/egress.ts";
import { policy } from "./en/policy.ts";
import { backup } from "./en/backup.ts";
import { database } from "./en/database.ts";
import { guard } from "./en/guard.ts";
import { runs } from "./en/runs.ts";
import { briefing } from "./en/briefing.ts";
import { demo } from "./en/demo.ts";
import { knowledge } from "./en/knowledge.ts";
import { inbox } from "./en/inbox.ts";
import { up } from "./en/up.ts";
import { schedule } from "./en/schedule.ts";
import { usage } from "./en/usage.ts";
import { engine } from "./en/engine.ts";
import { accounts } from "./en/accounts.ts";
import { doctor } from "./en/doctor.ts";
import { encoder } from "./en/encoder.ts";
import { effects } from "./en/effects.ts";
import { memory } from "./en/memory.ts";
import { install } from "./en/install.ts";
import { resident } from "./en/resident.ts";
import { fit } from "./en/fit.ts";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Everything that Kralle says in English; `de.ts` has the same keys. */
export const en = {
  access,
  telegram,
  gateway,
  doors,
  egress,
  privacy,
  backup,
  database,
  guard,
  runs,
  inbox,
  schedule,
  briefing,
  demo,
  knowledge,
  mcp,
  skills,
  policy,
  engine,
  accounts,
  effects,
  memory,
  resident,
  up,
  help: {
    about: "An AI staff that lives on your own machine.",
    version: "print the version",
    help: "show this help",
    headings: { "Usage:": "Usage:", "Arguments:": "Arguments:", "Options:": "Options:", "Commands:": "Commands:" },
    words: { options: "[options]", command: "[command]" },
    groups: {
      begin: "To begin:",
      work: "Work:",
      day: "Mail and the day:",
      models: "Models:",
      rules: "What may happen, and what did:",
      serving: "Gateway and access:",
      keeping: "Keeping:",
    },
    examples: "Examples:",
    more: "`kralle COMMAND --help` says more of each, with examples.",
    commands: {
      start: "set up what is missing and begin, with a sample firm's files",
      ask: "have one request done over a folder of files",
      chat: "talk and work in the terminal",
      undo: "take back the last change in a folder",
      why: "show the plan of the last request, or of a run",
      models: "list models, say what fits, fetch, remove or choose one",
      engine: "add, list, check or remove other engines: Ollama, OpenAI-compatible servers",
      up: "serve programs and the browser until it is ended",
      memory: memory.help.command,
      accounts: accounts.help.about,
      effects: effects.help.effects,
      stop: effects.help.stop,
      setup: "fetch, verify and try the model",
      doctor: "check what Kralle needs on this machine",
      approve: guard.approve.about,
      audit: guard.audit.about,
      secret: guard.secret.about,
      migrate: database.migrate.about,
      data: guard.data.about,
      backup: backup.about,
      runs: runs.about,
      inbox: inbox.about,
      schedule: schedule.about,
      demo: demo.about,
      knowledge: knowledge.about,
      today: briefing.about.today,
      briefing: briefing.about.briefing,
      ...gateway.about,
      ...access.about,
      telegram: telegram.about,
      door: doors.about,
      egress: egress.about,
      privacy: privacy.about,
      mcp: mcp.about,
      skills: skills.about,
      policy: policy.about,
    },
    arguments: {
      text: "what to do, in your own words",
      run: "id of a run (default: the last one)",
      action: "list, search, fit, plan, show, probe, ps, pull, import, rm or default",
      model: "name of a model",
      engineAction: "add, list, check or rm",
      engine: "name of the engine",
    },
    options: {
      workspace: "folder to work in (default: the current one)",
      startWorkspace: "folder to work in (default: the sample firm's)",
      model: "model to use: a name, or a GGUF file",
      json: "print the result as one JSON object on the last line",
      today: "day that counts as today (YYYY-MM-DD)",
      steps: "most steps that the work may take",
      tokens: "most tokens that the work may take",
      seconds: "most seconds that the work may take",
      session: "go on with this conversation",
      task: "do this one thing and end",
      port: "port to listen on (default: gateway.port of the settings); 0: any free one",
      upJson: "print one line of JSON when it serves",
      listJson: "print one JSON document",
      machine: 'fit, plan: another machine, like "RTX 4090 24GB" or "Mac mini 64GB"',
      context: "fit: tokens of context that are needed",
      check: "fit: compare predicted speeds with published measurements",
      engineType: "what it speaks: ollama, openai or aisdk",
      engineUrl: "its address, for example http://127.0.0.1:8080/v1",
      engineKeyEnv: "environment variable that holds its key",
      enginePackage: "provider package of the AI SDK (type aisdk)",
      engineContext: "tokens of context, where it does not say itself",
      engineAllowRemote: "let requests leave this machine for it",
      engineJson: "print one JSON document",
    },
  },
  usage,
  errors: {
    cause: "Because",
    next: "Next",
    bug: "This is a fault of Kralle itself.",
    cancelled: "Cancelled.",
    cancelHint: "Nothing is half done. `kralle undo` takes back what was changed.",
  },
  settings: { unknown: (paths: string) => `Unknown settings in config.json: ${paths}` },
  setup: {
    hardware: (line: string) => `This machine: ${line}`,
    model: (name: string, size: string, reason: ModelReason, installed: boolean) => {
      const why = {
        asked: "as you asked",
        config: "by your settings",
        installed: "the best one here",
        hardware: "fits this machine",
      }[reason];
      return `Model: ${name} (${size}, ${why}${installed ? "" : "; fetched once"})`;
    },
    packWait: "Another Kralle is installing the engine, waiting for it",
    packInstall: "Installing the engine (llama.cpp, once)",
    packPrune: "Tidying the engine",
    packDone: (time: string) => `Engine installed (${time})`,
    wait: (name: string) => `Another Kralle is fetching ${name}`,
    probe: "Looking for a source",
    download: (name: string, source: string) => `Fetching ${name} from ${source}`,
    left: (time: string) => `${time} left`,
    verify: "Verifying the weights (SHA-256)",
    weightsDone: (name: string, source: string) => `${name} is here and verified (from ${source})`,
    loading: (name: string) => `Loading ${name}`,
    loaded: (name: string, time: string) => `${name} is loaded (${time})`,
    trying: "Trying it",
    tried: (time: string) => `It answers (${time})`,
    probing: "Measuring what it can do (once)",
    probed: (choose: string, schema: string, tools: string, speed: string) =>
      `Measured: choosing ${choose}, filling forms ${schema}, calling tools by itself ${tools}, ${speed} tokens/s`,
    done: (name: string) => `Ready: ${name}. Begin with \`kralle chat\`, or \`kralle ask "…"\` in a folder of files.`,
  },
  work: {
    changed: { created: "created", edited: "changed", renamed: "renamed", deleted: "deleted" },
    sources: "From",
    more: (count: number) => `and ${count} more`,
    usage: (model: string, time: string, steps: number) => `${model} · ${time} · ${plural(steps, "step", "steps")}`,
    working: "Working",
    planned: (count: number) => plural(count, "step planned", "steps planned"),
    asked: (question: string, chosen: string) => `asked the model: ${question} → ${chosen}`,
    compacted: (kept: number, dropped: number) =>
      `The conversation became too long: ${kept} parts kept, ${dropped} folded away (they stay in the store).`,
    binaryDiff: "(no text to compare)",
    stopped: {
      done: "done",
      budget: "the budget ended first",
      refused: "not done",
      cancelled: "cancelled",
      error: "failed",
    },
    undoHint: "`kralle undo` takes this back",
  },
  approval: {
    question: (tool: string) => `${tool} wants to do this, which cannot be undone:`,
    ask: "Allow it? [y/N] ",
    yes: ["y", "yes"],
    allowed: "allowed",
    refused: "refused",
  },
  chat: {
    title: (version: string) => `Kralle ${version}`,
    place: (folder: string) => `Folder: ${folder}`,
    sampleIntro: "The folder of a sample firm, a bicycle hire. Three things to try:",
    emptyIntro: "Say in your own words what to do with the files in this folder, for example:",
    examples: [
      "How much is the total of the open invoices?",
      "Which appointments are there next week?",
      "Rename the photos by their date.",
    ],
    pick: "Type 1, 2 or 3, or what you want in your own words.",
    helpHint: "/help shows the commands, Ctrl-C cancels, /quit ends.",
    files: (count: number) => plural(count, "file", "files"),
    noFiles: "This folder is empty.",
    loading: (name: string) => `${name} is loading in the background; you can type already.`,
    fetching: (name: string) => `${name} is not here yet and is fetched with your first request.`,
    waiting: (name: string) => `Waiting for ${name} to load`,
    loadFailed: "The model could not be loaded:",
    commands: {
      "/help": "this list",
      "/files": "the files of the folder",
      "/details": "the last work, step by step",
      "/why": "the plan of the last request",
      "/undo": "take back the last change",
      "/model [NAME]": "show or change the model",
      "/new": "begin a new conversation",
      "/quit": "end (also Ctrl-D)",
    },
    unknown: (name: string) => `There is no command ${name}. /help shows all.`,
    noDetails: "Nothing was done yet.",
    newSession: "A new conversation begins.",
    model: (name: string) => `Model: ${name}`,
    others: "Here are",
    switched: (name: string) => `From now on: ${name}`,
    again: "Press Ctrl-C again to quit.",
    cancelling: "Cancelling … (Ctrl-C again quits)",
    resumeAsk: "The last request was interrupted. Finish it? [y/N] ",
    goOn: (id: string) => `Go on later with: kralle chat --session ${id}`,
    bye: "Goodbye.",
    you: "You",
  },
  suggestions: [
    "How many hours did Mara work in October?",
    "Which invoices have not been paid yet, and how much is that altogether?",
    "Emma Blackwood asks by mail for rental bikes for three days. Draft a reply in English with the price from our current list and save it as drafts/blackwood.txt.",
  ],
  start: {
    sampleMade: (folder: string) => `The sample firm's files are in ${folder}`,
    task: (text: string) => `Task: ${text}`,
  },
  undo: {
    done: (label: string) => `Taken back: ${label}`,
    was: {
      created: "removed again",
      edited: "as it was before",
      renamed: "has its old name again",
      deleted: "is there again",
    },
  },
  why: {
    request: "Request",
    when: "When",
    state: {
      waiting: "waits",
      running: "interrupted, or still at work",
      done: "done",
      failed: "failed",
      cancelled: "cancelled",
      gaveUp: "given up",
    },
    plan: "Plan (stored before it ran)",
    noPlan: "No plan: the request ended before one was made.",
    choices: "The model chose",
    chose: (question: string, offered: number, chosen: string) => `${question} ${chosen} (of ${offered})`,
    answer: "Answer",
    evidence: "Evidence",
    changed: "Changed files",
  },
  models: {
    headings: ["name", "size", "memory", "state"],
    state: ({ installed, fits, isDefault, role, verified }: ListedModel) =>
      [
        installed ? (verified === false ? "here, to be verified" : "here") : fits ? "can be fetched" : "too large now",
        isDefault ? "default" : "",
        role === "plumbing" ? "only for trying" : "",
      ]
        .filter(Boolean)
        .join(", "),
    known: (count: number) => `${count} more models can be fetched: \`kralle models search WORDS\` finds them.`,
    removed: (id: string, size: string) => `${id} is removed; ${size} are free again.`,
    isDefault: (id: string) => `${id} works by default from now on.`,
    notHere: (id: string) => `It is not here yet: \`kralle models pull ${id}\`, or the next request fetches it.`,
  },
  fit,
  doctor,
  encoder,
  install,
};

export type Texts = typeof en;
