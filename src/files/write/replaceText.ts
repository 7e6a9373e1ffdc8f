import { AppError } from "../../core/index.ts";
import { sniff } from "../read/sniff.ts";
import { decode, encode } from "../text/encoding.ts";

/**
 * Replaces every occurrence of `find` in a text file; encoding, mark and line ends stay ("\n" in `find` meets "\r\n" in the
 * file, and in `replacement` becomes it). Without an occurrence the bytes come back as they are, with count 0. Throws
 * E_FILE_UNREADABLE when the file is no text, E_INPUT for an empty `find`.
 */
export function replaceText(
  bytes: Buffer,
  path: string,
  find: string,
  replacement: string,
): { bytes: Buffer; count: number } {
  if (find === "") throw new AppError("E_INPUT", "The text to replace is empty.");
  const format = sniff(path, bytes);
  if (format.kind === "empty") return { bytes, count: 0 };
  if (!("text" in format)) {
    throw new AppError("E_FILE_UNREADABLE", `${path} is no text file.`, {
      hint: "Only text files can be edited in place.",
    });
  }
  const { text, encoding, bom } = decode(bytes);
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const toFile = (part: string) => part.replace(/\r\n?/g, "\n").replaceAll("\n", eol);
  const parts = text.split(toFile(find));
  if (parts.length === 1) return { bytes, count: 0 };
  return { bytes: encode(parts.join(toFile(replacement)), encoding, bom), count: parts.length - 1 };
}
