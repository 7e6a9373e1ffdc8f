import { posix } from "node:path";
import { importsOf, type Import } from "./imports.ts";
import { COMPUTED, HOUSES, LAZY_FROM_MAIN, NOT_IN_CORE, ROOMS, SHARED } from "./rooms.ts";

export interface Tree {
  /** Path below the project ("src/core/ids.ts") to text. */
  files: ReadonlyMap<string, string>;
  dependencies: readonly string[];
}

/** Every import that the constitution does not allow, as sentences. */
export function findViolations(tree: Tree): string[] {
  const found: string[] = [];
  for (const [path, source] of tree.files) {
    for (const item of importsOf(source)) {
      const fault = item.specifier.startsWith(".") ? faultOfOwn(path, item) : faultOfForeign(path, item, tree);
      if (fault !== null) found.push(`${path} imports ${item.specifier}: ${fault}`);
    }
  }
  return [...found, ...findEager(tree)];
}

/** "src/desks/inbox/x.ts" is of room "desks" and house "desks/inbox"; elsewhere both are the same. */
function placeOf(path: string): { room: string; house: string } {
  const [, room = "", folder = ""] = path.split("/");
  return { room, house: HOUSES.includes(room) ? `${room}/${folder}` : room };
}

function faultOfOwn(path: string, item: Import): string | null {
  const target = posix.join(posix.dirname(path), item.specifier);
  if (!target.startsWith("src/")) return "it is outside src/";
  const from = placeOf(path);
  const to = placeOf(target);
  if (ROOMS[from.room] === undefined) return `src/${from.room} is no room`;
  if (from.house === to.house) return null;
  // The seam that the houses of a room implement belongs to all of them.
  const isSeam = HOUSES.includes(to.room) && SHARED.includes(target);
  if (isSeam && (from.room === to.room || ROOMS[from.room]?.may.includes(to.room) === true)) return null;
  const door = ROOMS[from.room]?.lazy?.[to.room];
  if (door !== undefined) {
    if (path !== door.in) return `only ${door.in} may load ${to.room}/`;
    if (!item.isLazy && !item.isType) return `${to.room}/ is loaded by import() only`;
  } else if (from.room === to.room || ROOMS[from.room]?.may.includes(to.room) !== true) {
    return `${from.house}/ may not know ${to.house}/`;
  }
  return target === `src/${to.house}/index.ts` ? null : `${to.house}/ is reached through its index.ts only`;
}

function faultOfForeign(path: string, item: Import, tree: Tree): string | null {
  const { specifier } = item;
  if (specifier === "<computed>") return COMPUTED.includes(path) ? null : "an import() must name its module";
  if (specifier.startsWith("node:")) {
    return path.startsWith("src/core/") && NOT_IN_CORE.test(specifier) ? "core/ does no I/O" : null;
  }
  const name = specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1);
  return tree.dependencies.includes(name.join("/")) ? null : "it is no dependency in package.json";
}

/** Rooms that are loaded at once where they should be loaded when they are needed. */
function findEager(tree: Tree): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { specifier, isType, isLazy } of importsOf(tree.files.get(path) ?? "")) {
      if (isType || isLazy || !specifier.startsWith(".")) continue;
      const target = posix.join(posix.dirname(path), specifier);
      if (placeOf(target).room !== LAZY_FROM_MAIN.room) visit(target);
      else found.push(`${path} imports ${specifier}: ${LAZY_FROM_MAIN.entry} loads ${LAZY_FROM_MAIN.room}/ lazily`);
    }
  };
  visit(LAZY_FROM_MAIN.entry);
  return found;
}
