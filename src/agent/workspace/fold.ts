import type { UndoChange } from "../../store/index.ts";
import { shown } from "./paths.ts";
import type { Change } from "./types.ts";

/** The life of one file through a unit: where and what it was before, where and what it is after. */
interface Track {
  first: string | null;
  firstSha: string | null;
  last: string | null;
  lastSha: string | null;
}

type Step = Pick<UndoChange, "kind" | "path" | "source" | "before" | "after">;

function toTracks(steps: readonly Step[]): Track[] {
  const tracks: Track[] = [];
  const at = (path: string, sha: string | null): Track => {
    const known = tracks.find((track) => track.last === path);
    if (known) return known;
    const made: Track = { first: path, firstSha: sha, last: path, lastSha: sha };
    tracks.push(made);
    return made;
  };
  for (const step of steps) {
    if (step.kind === "move") at(step.source ?? "", step.before).last = step.path;
    else if (step.kind === "remove") Object.assign(at(step.path, step.before), { last: null, lastSha: null });
    else if (step.before !== null) at(step.path, step.before).lastSha = step.after;
    else put(tracks, step.path, step.after);
  }
  return tracks;
}

/** A new file at `path`; where a file of that name was removed before, it is that one, edited. */
function put(tracks: Track[], path: string, sha: string | null): void {
  const removed = tracks.find((track) => track.last === null && track.first === path);
  if (removed) Object.assign(removed, { last: path, lastSha: sha });
  else tracks.push({ first: null, firstSha: null, last: path, lastSha: sha });
}

/** What the steps of a unit come to: one or two entries a file (renamed and edited), sorted by path. */
export function foldChanges(steps: readonly Step[]): Change[] {
  return toTracks(steps)
    .flatMap(toChanges)
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.kind < b.kind ? 1 : -1));
}

function toChanges({ first, firstSha, last, lastSha }: Track): Change[] {
  if (first === null) return last === null ? [] : [{ path: shown(last), kind: "created" }];
  if (last === null) return [{ path: shown(first), kind: "deleted" }];
  const changes: Change[] = [];
  if (first !== last) changes.push({ path: shown(last), kind: "renamed", from: shown(first) });
  if (firstSha !== lastSha) changes.push({ path: shown(last), kind: "edited" });
  return changes;
}

/** What must stand at each touched path now (SHA-256, or null for nothing) if nobody else has changed it since. */
export function expectedNow(steps: readonly Step[]): Map<string, string | null> {
  const expected = new Map<string, string | null>();
  for (const step of steps) {
    if (step.source !== null) expected.set(step.source, null);
    expected.set(step.path, step.after);
  }
  return expected;
}
