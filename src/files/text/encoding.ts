import { AppError } from "../../core/index.ts";

export interface Decoded {
  /** Text with the line ends as they stand in the bytes, without the mark. */
  text: string;
  /** "utf-8", "utf-16le", "utf-16be" or "windows-1252". */
  encoding: string;
  /** Whether the bytes began with a byte order mark. */
  bom: boolean;
}

/**
 * Bytes to text: by byte order mark, else UTF-16 where every second byte is zero, else strict UTF-8, else windows-1252 (which
 * reads anything). `encode(text, encoding, bom)` gives the same bytes again.
 */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    const text = strictUtf8(bytes.subarray(3));
    if (text !== null) return { text, encoding: "utf-8", bom: true };
  }
  const even = bytes.length % 2 === 0;
  if (even && bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: utf16(bytes.subarray(2)), encoding: "utf-16le", bom: true };
  if (even && bytes[0] === 0xfe && bytes[1] === 0xff) {
    return { text: utf16(swap(bytes.subarray(2))), encoding: "utf-16be", bom: true };
  }
  const guess = even ? guessUtf16(bytes) : null;
  if (guess === "utf-16le") return { text: utf16(bytes), encoding: guess, bom: false };
  if (guess === "utf-16be") return { text: utf16(swap(bytes)), encoding: guess, bom: false };
  const text = strictUtf8(bytes);
  if (text !== null) return { text, encoding: "utf-8", bom: false };
  return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "windows-1252", bom: false };
}

/** Text to bytes. Throws E_INPUT when the encoding has no sign for a character. */
export function encode(text: string, encoding: string, bom = false): Buffer {
  if (encoding === "utf-8") return Buffer.from(bom ? `\ufeff${text}` : text, "utf8");
  if (encoding === "utf-16le") return Buffer.from(bom ? `\ufeff${text}` : text, "utf16le");
  if (encoding === "utf-16be") return swap(Buffer.from(bom ? `\ufeff${text}` : text, "utf16le"));
  if (encoding === "windows-1252") return encodeWindows1252(text);
  throw new AppError("E_INPUT", `Text cannot be written in the encoding "${encoding}".`);
}

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null; // no UTF-8
    throw error;
  }
}

const utf16 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf16le");

function swap(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes).swap16();
}

/** UTF-16 of mostly Latin text has a zero in every second byte. */
function guessUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const size = Math.min(bytes.length, 2000);
  if (size < 4) return null;
  let [first, second] = [0, 0];
  for (let at = 0; at < size; at += 2) {
    if (bytes[at] === 0) first += 1;
    if (bytes[at + 1] === 0) second += 1;
  }
  const half = size / 2;
  if (second > half * 0.7 && first < half * 0.05) return "utf-16le";
  if (first > half * 0.7 && second < half * 0.05) return "utf-16be";
  return null;
}

function encodeWindows1252(text: string): Buffer {
  const decoder = new TextDecoder("windows-1252");
  const codes = new Map(
    Array.from({ length: 32 }, (_, index) => [decoder.decode(Uint8Array.of(128 + index)), 128 + index]),
  );
  const bytes = Buffer.alloc(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? "";
    const code = char.charCodeAt(0);
    const byte = codes.get(char) ?? (code < 128 || (code >= 160 && code < 256) ? code : null);
    if (byte === null) {
      throw new AppError("E_INPUT", `The file's encoding, windows-1252, has no character "${char}".`, {
        hint: "Leave that character out, or save the file as UTF-8 first.",
      });
    }
    bytes[at] = byte;
  }
  return bytes;
}
