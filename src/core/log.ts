export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Record<string, unknown>;

/** Structured logging. Implementations never throw, cut long fields, and keep secrets out. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
}

export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLogger,
};

const ORDER: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };
const MAX_FIELD = 256;

/** A logger that hands one JSON line per entry to `write`. Control characters are escaped by JSON, long strings cut. */
export function createLogger(
  write: (line: string) => void,
  level: LogLevel,
  now: () => number,
  bound: LogFields = {},
): Logger {
  const at =
    (entryLevel: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      if (ORDER[entryLevel] < ORDER[level]) return;
      const entry = { time: new Date(now()).toISOString(), level: entryLevel, message, ...bound, ...fields };
      write(JSON.stringify(entry, (_key, value: unknown) => toLoggable(value)));
    };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (fields) => createLogger(write, level, now, { ...bound, ...fields }),
  };
}

function toLoggable(value: unknown): unknown {
  if (typeof value === "string" && value.length > MAX_FIELD) return `${value.slice(0, MAX_FIELD)}…(${value.length})`;
  if (value instanceof Error) return { name: value.name, message: value.message };
  return value;
}
