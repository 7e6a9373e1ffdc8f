import { createRedactor, type Redactor } from "./redact.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Record<string, unknown>;

/** Structured logging. Implementations never throw, cut long fields, and keep secrets out. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
  /** A value that must not stand in any line from now on, nor in those of relatives. */
  hide(value: string): void;
}

export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLogger,
  hide: () => {},
};

const ORDER: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };
const MAX_FIELD = 256;

/** A logger that hands one JSON line per entry to `write`. Control characters are escaped by JSON, long strings cut. */
export function createLogger(
  write: (line: string) => void,
  level: LogLevel,
  now: () => number,
  bound: LogFields = {},
  secrets: Redactor = createRedactor(),
): Logger {
  const at =
    (entryLevel: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      if (ORDER[entryLevel] < ORDER[level]) return;
      const entry = { time: new Date(now()).toISOString(), level: entryLevel, message, ...bound, ...fields };
      // Before it is cut: half a secret would not be known for one.
      write(JSON.stringify(entry, (_key, value: unknown) => toLoggable(value, secrets)));
    };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (fields) => createLogger(write, level, now, { ...bound, ...fields }, secrets),
    hide: secrets.hide,
  };
}

function toLoggable(value: unknown, { redact }: Redactor): unknown {
  if (value instanceof Error) return { name: value.name, message: value.message };
  if (typeof value !== "string") return value;
  const text = redact(value);
  return text.length > MAX_FIELD ? `${text.slice(0, MAX_FIELD)}…(${text.length})` : text;
}
