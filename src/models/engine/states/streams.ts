import { constants, createReadStream, createWriteStream } from "node:fs";
import { copyFile, open, rename, rm, type FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/*
 * The form of a state file (llama.cpp: `llama_state_seq_save_file`, then `llama_kv_cache::state_write`), all numbers
 * 32 bits, little end first:
 *
 *   magic "ggsq", version, count of tokens, tokens,
 *   streams of the context, then for each stream: count of cells, and where that is not 0 the cells' data
 *
 * A context of several sequences has a stream for each, and refuses a file of a context with another number of them,
 * although the file holds the cells of one sequence alone. So states are kept in the form of one stream, and brought into
 * the form that a context reads. Models with a sliding window or without a plain cache have more in their files; their
 * states are never taken to another context (`Seats`).
 */

const MAGIC = 0x67_67_73_71;
const VERSION = 3;
const WORD = 4;
const MOST_STREAMS = 64;

/** Brings a file that a context of `streams` sequences wrote into the form of one stream. Throws where it has another form. */
export async function toOneStream(path: string, streams: number): Promise<void> {
  if (streams === 1) return;
  const file = await open(path, "r+");
  let whole: { head: Buffer; from: number; to: number };
  try {
    whole = await readHead(file, streams);
  } finally {
    await file.close();
  }
  const temporary = `${path}.one`;
  try {
    const target = createWriteStream(temporary, { mode: 0o600 });
    target.write(whole.head);
    await pipeline(createReadStream(path, { start: whole.from, end: whole.to - 1 }), target);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Copies a file of one stream into the form that a context of `streams` sequences reads. */
export async function copyForStreams(path: string, target: string, streams: number): Promise<void> {
  await copyFile(path, target, constants.COPYFILE_FICLONE);
  const file = await open(target, "r+");
  try {
    const at = await findStreams(file);
    const [found] = await readWords(file, at, 1);
    if (found !== 1) throw new Error(`a state of ${found} streams where one was expected`);
    await file.write(toWords([streams]), 0, WORD, at);
    const { size } = await file.stat();
    const rest = toWords(Array.from({ length: streams - 1 }, () => 0)); // the other streams have no cells
    await file.write(rest, 0, rest.length, size);
  } finally {
    await file.close();
  }
}

/** The beginning of the file in its new form, and where the data of the one stream that has any begins and ends. */
async function readHead(file: FileHandle, streams: number): Promise<{ head: Buffer; from: number; to: number }> {
  const at = await findStreams(file);
  const [found = 0, ...counts] = await readWords(file, at, 1 + streams);
  if (found !== streams || streams > MOST_STREAMS) throw new Error(`a state of ${found} streams, not ${streams}`);
  const before = counts.findIndex((count) => count !== 0);
  if (before === -1) throw new Error("a state without cells");
  const head = Buffer.alloc(at);
  await file.read(head, 0, at, 0);
  const from = at + WORD * (1 + before);
  const { size } = await file.stat();
  const to = size - WORD * (streams - 1 - before);
  return { head: Buffer.concat([head, toWords([1])]), from, to };
}

/** Where the number of streams stands. */
async function findStreams(file: FileHandle): Promise<number> {
  const [magic, version, tokens = 0] = await readWords(file, 0, 3);
  if (magic !== MAGIC || version !== VERSION) throw new Error("a state file of another version of llama.cpp");
  const at = WORD * (3 + tokens);
  const { size } = await file.stat();
  if (at >= size) throw new Error("a state file that is cut");
  return at;
}

async function readWords(file: FileHandle, at: number, count: number): Promise<number[]> {
  const bytes = Buffer.alloc(WORD * count);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, at);
  if (bytesRead < bytes.length) throw new Error("a state file that is cut");
  return Array.from({ length: count }, (_unused, index) => bytes.readUInt32LE(WORD * index));
}

function toWords(words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(WORD * words.length);
  for (const [index, word] of words.entries()) bytes.writeUInt32LE(word, WORD * index);
  return bytes;
}
