import { posix } from "node:path";
import { AppError } from "../../core/index.ts";
import {
  fromLabelWords,
  joinLabels,
  labelsOf,
  NOTHING,
  OWNER,
  toLabelWords,
  type Labels,
  type Origin,
  type PolicyLine,
} from "../../guard/index.ts";
import { sha256Of, type LabelLog } from "../../store/index.ts";
import type { Workspace } from "../workspace/index.ts";
import { headOf, isStatedIn, labelsOfRequest } from "./request.ts";
import type { Provenance } from "./types.ts";

interface Parts {
  labels: LabelLog;
  workspace: Workspace;
  request: string;
  /** Another program's request has no words of the owner in it. */
  sender?: "agent" | undefined;
  /** The owner's policy as it is now. */
  lines(): Promise<readonly PolicyLine[]>;
}

export function createProvenance({ labels: log, workspace, request, sender, lines }: Parts): Provenance {
  const head = sender === undefined ? headOf(request) : "";
  let led = sender === undefined ? labelsOfRequest(request) : labelsOf(sender, false);
  let making: Labels = NOTHING;

  const at = (path: string, detail: string) =>
    ({ kind: "file", place: workspace.root, subject: path, detail }) as const;
  const add = (labels: Labels): void => void (led = joinLabels(led, labels));

  async function ofFile(asked: string): Promise<Labels> {
    const path = await onDisk(asked, workspace);
    const sha256 = await shaOf(path, workspace);
    const { words, isKnown } = await log.of(at(path, sha256 ?? ""));
    const base = isKnown && sha256 !== null ? NOTHING : originOf(path, await trusted());
    return joinLabels(base, fromLabelWords(words));
  }

  const trusted = async (): Promise<string[]> => {
    const folders = (await lines()).flatMap((line) => (line.type === "trust" ? [line.folder] : []));
    return folders.flatMap((folder) => withinRoot(workspace.root, folder));
  };

  return {
    get led() {
      return led;
    },
    add,
    ofFile,
    async ofFolder() {
      const [kept, folders] = [await log.in("file", workspace.root), await trusted()];
      const found: Labels[] = [];
      for (const { path } of await workspace.list()) {
        const base = originOf(path, folders);
        // Only what may be trusted more than others is looked at closely.
        found.push(kept.has(path) || base.from.includes("own") ? await ofFile(path) : base);
      }
      return joinLabels(...found);
    },
    ofValue: (value, rest) => joinLabels(...leavesOf(value).map((leaf) => (isStatedIn(head, leaf) ? OWNER : rest))),
    isStated: (text) => isStatedIn(head, text),
    async ofOutput({ yields }, input, labels) {
      if (yields === undefined) return joinLabels(labels, labelsOf("tool", true));
      if (yields === "arguments") return labels;
      if (yields === "folder") return joinLabels(labels, await this.ofFolder());
      if (yields === "file") return joinLabels(labels, await ofFile((input as { path: string }).path));
      return joinLabels(labels, yields);
    },
    async making(labels, work) {
      const before = making;
      making = joinLabels(before, labels);
      try {
        return await work();
      } finally {
        making = before;
      }
    },
    writes: {
      /** A file keeps the labels of what stood there: most changes leave most of it as it was. */
      async written(path, sha256) {
        const old = (await workspace.stat(path)) === null ? NOTHING : await ofFile(path);
        const made = joinLabels(old, making, led);
        await log.add(at(path, sha256), toLabelWords(made));
      },
      async moved(from, to, sha256) {
        await log.add(at(to, sha256), toLabelWords(joinLabels(await ofFile(from), making)));
      },
    },
  };
}

const KINDS: readonly [RegExp, Origin][] = [
  [/\.(?:eml|emlx|mbox|msg)$/iu, "mail"],
  [/\.(?:x?html?|mht|mhtml)$/iu, "web"],
];

/** Whose words a file of this name holds, where nothing is known of it. Files of the owner's folder are private, whoever wrote them. */
function originOf(path: string, trusted: readonly string[]): Labels {
  if (trusted.some((folder) => folder === "" || path.startsWith(`${folder}/`))) return labelsOf("own", true);
  return labelsOf(KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? "others", true);
}

/** A trusted folder as a path below the root, "" where it holds the root; none where it lies elsewhere. */
function withinRoot(root: string, folder: string): string[] {
  const [here, there] = [`${root.normalize("NFC").replaceAll("\\", "/")}/`, `${folder.replaceAll("\\", "/")}/`];
  if (here.startsWith(there)) return [""];
  return there.startsWith(here) ? [there.slice(here.length, -1)] : [];
}

/** A path without detours and links; as it was asked for where it leads nowhere. */
async function onDisk(path: string, workspace: Workspace): Promise<string> {
  const plain = posix.normalize(path);
  try {
    return (await workspace.stat(path))?.path ?? plain;
  } catch (thrown) {
    if (thrown instanceof AppError) return plain;
    throw thrown;
  }
}

/** Null where nothing can be read, which is then known to nobody. */
async function shaOf(path: string, workspace: Workspace): Promise<string | null> {
  try {
    return sha256Of(await workspace.read(path));
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}

/** Texts and numbers of a value, and names of members that no schema would have. */
function leavesOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(/^[\w.-]{1,60}$/u.test(key) ? [] : [key]),
    ...leavesOf(member),
  ]);
}
