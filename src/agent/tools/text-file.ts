import { createTwoFilesPatch } from "diff";
import { AppError } from "../../core/index.ts";
import { decode } from "../../files/index.ts";

const BINARY = /\.(?:xlsx?|docx?|pptx?|odt|ods|pdf|zip|gz|png|jpe?g|gif|webp|mp[34]|sqlite|db|msg)$/i;
const MAX_DIFF_CHARS = 20_000;

export interface TextFile {
  text: string;
  encoding: string;
  bom: boolean;
  /** How its lines end; files that mix both count as "\n". */
  eol: "\n" | "\r\n";
}

export function refuseBinaryName(path: string): void {
  if (!BINARY.test(path)) return;
  throw new AppError("E_INPUT", `${JSON.stringify(path)} is no text file, so text cannot be written into it.`, {
    hint: "Write a .txt, .md or .csv file; tables in XLSX are changed by plans.",
  });
}

export function toTextFile(path: string, bytes: Buffer): TextFile {
  if (bytes.subarray(0, 8_192).includes(0) && !/^(?:\xff\xfe|\xfe\xff)/.test(bytes.toString("latin1", 0, 2))) {
    throw new AppError("E_FILE_UNREADABLE", `${JSON.stringify(path)} is a binary file.`, {
      hint: "Only text files can be edited.",
    });
  }
  const { text, encoding, bom } = decode(bytes);
  const crlf = text.split("\r\n").length - 1;
  const eol = crlf > 0 && crlf === text.split("\n").length - 1 ? "\r\n" : "\n";
  return { text, encoding, bom, eol };
}

/** A model writes "\n"; a file keeps its own line ends. */
export function withEol(text: string, eol: "\n" | "\r\n"): string {
  const plain = text.replaceAll("\r\n", "\n");
  return eol === "\n" ? plain : plain.replaceAll("\n", "\r\n");
}

/** A unified diff, cut (and marked as cut) when it is long. */
export function toDiff(path: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(path, path, before, after, "", "", { context: 3 });
  const text = patch.slice(patch.indexOf("--- ")); // without the "Index" lines
  return text.length <= MAX_DIFF_CHARS
    ? text
    : `${text.slice(0, MAX_DIFF_CHARS)}\n… (${text.length} characters in all)\n`;
}
