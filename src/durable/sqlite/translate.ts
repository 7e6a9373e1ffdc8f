import { AppError } from "../../core/index.ts";
import { NAMES, TABLES } from "./schema.ts";
import { findSession, type SessionStatement } from "./session.ts";
import { toTokens, type Token } from "./tokens.ts";

/** A statement for SQLite. `lists` are the numbers of the parameters that are arrays and are bound as JSON. */
export interface DataStatement {
  kind: "data";
  sql: string;
  lists: ReadonlySet<number>;
}

export type Statement = DataStatement | SessionStatement;

const KEYWORDS = new Set(
  (
    "SELECT DISTINCT FROM WHERE AND OR NOT NULL IS IN EXISTS LIKE CASE WHEN THEN ELSE END AS ON LEFT OUTER JOIN " +
    "GROUP BY ORDER ASC DESC LIMIT OFFSET INSERT INTO VALUES CONFLICT DO NOTHING UPDATE SET DELETE RETURNING EXCLUDED TRUE FALSE " +
    "WITH RECURSIVE UNION ALL OVER PARTITION"
  ).split(" "),
);
const FUNCTIONS = new Set(["coalesce", "max", "min", "count", "row_number"]);
const TYPES = new Set(["text", "bigint", "int", "integer", "jsonb"]);
const NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/**
 * A statement of DBOS (5.3.0, PostgreSQL) as SQLite takes it. Fails closed: a word, function, type, operator or construct
 * that was not looked at for this release is E_BUG with the whole statement, since what SQLite would make of it is unknown.
 */
export function translate(sql: string): Statement {
  const tokens = toTokens(sql);
  if (!tokens) throw unknownStatement(sql, "a character");
  const session = findSession(tokens);
  if (session) return session;
  const first = tokens[0]?.text.toUpperCase() ?? "";
  if (!["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].includes(first)) throw unknownStatement(sql, first);
  return new Translation(sql, tokens).run();
}

/** Why a statement is refused; `what` is the part that is not known. */
export function unknownStatement(sql: string, what: string, cause?: unknown): AppError {
  const text = sql.replace(/\s+/g, " ").trim();
  return new AppError("E_BUG", `The workflow engine sent a statement that is not known here (${what}): ${text}`, {
    hint: "Report this with the text; the engine's version and the translation do not fit together.",
    cause,
    data: { sql: text, what },
  });
}

class Translation {
  readonly #sql: string;
  readonly #tokens: Token[];
  readonly #declared: Declared;
  /** Places of tokens that SQLite does not want. */
  readonly #skipped = new Set<number>();
  readonly #lists = new Set<number>();
  readonly #out: string[] = [];
  #at = 0;
  #returning = false;

  constructor(sql: string, tokens: Token[]) {
    this.#sql = sql;
    this.#tokens = tokens;
    this.#declared = findDeclared(tokens);
  }

  run(): DataStatement {
    while (this.#at < this.#tokens.length) this.#next();
    return { kind: "data", sql: this.#out.join(" "), lists: this.#lists };
  }

  #next(): void {
    const token = this.#tokens[this.#at];
    if (!token || this.#skip() || this.#lateral()) return;
    if (this.#schemaPrefix() || this.#clock() || this.#list() || this.#lock() || this.#contains()) return;
    if (this.#countWithoutName() || this.#returnedName() || this.#offset()) return;
    if (token.kind === "word") this.#keywordOrName(token.text);
    else if (token.kind === "quoted") this.#name(token.text);
    else if (token.kind === "param") this.#parameter(token.text);
    else if (token.text === ";" || token.text === "[" || token.text === "::") throw this.#unknown(token.text);
    else this.#emit(token.text, 1);
  }

  /** Parentheses around the parts of a UNION: SQLite takes none. */
  #skip(): boolean {
    const behindUnion = this.#is("(", "SELECT") && this.#word(-1) === "ALL" && this.#word(-2) === "UNION";
    const inTable = this.#is("(", "SELECT") && this.#word(-1) === "(" && this.#word(-2) === "AS";
    if (behindUnion || inTable) {
      const close = this.#closing(this.#at);
      if (this.#tokens[close + 1]?.text.toUpperCase() !== (inTable ? "UNION" : ")")) throw this.#unknown("(");
      this.#skipped.add(this.#at).add(close);
    }
    if (!this.#skipped.has(this.#at)) return false;
    this.#at += 1;
    return true;
  }

  /**
   * `JOIN LATERAL (SELECT workflow_uuid … LIMIT 1) head ON TRUE`, the first row for each row before it: a join of the row with the id that
   * the same query in parentheses gives. CROSS keeps SQLite from turning the order round.
   */
  #lateral(): boolean {
    if (!this.#is("JOIN", "LATERAL")) return false;
    const close = this.#closing(this.#at + 2);
    const [limit, one, , name, on, always] = this.#tokens.slice(close - 2, close + 4).map((token) => token.text);
    const isFirst =
      this.#is("JOIN", "LATERAL", "(", "SELECT", "workflow_uuid", "FROM") && limit === "LIMIT" && one === "1";
    if (!isFirst || on !== "ON" || always !== "TRUE" || name === undefined) throw this.#unknown("LATERAL");
    for (const at of [close + 1, close + 2, close + 3]) this.#skipped.add(at);
    this.#emit(`CROSS JOIN "workflow_status" AS "${name}" ON "${name}"."workflow_uuid" =`, 2);
    return true;
  }

  #closing(open: number): number {
    let depth = 0;
    for (let at = open; at < this.#tokens.length; at++) {
      const text = this.#tokens[at]?.text;
      if (text === "(") depth += 1;
      else if (text === ")") depth -= 1;
      if (depth === 0) return at;
    }
    throw this.#unknown("(");
  }

  /** `"dbos".table`: one file per schema. */
  #schemaPrefix(): boolean {
    if (this.#tokens[this.#at]?.kind !== "quoted" || !this.#is("dbos", ".")) return false;
    this.#at += 2;
    return true;
  }

  /** Milliseconds UTC by PostgreSQL's clock. */
  #clock(): boolean {
    if (!this.#is("(", "EXTRACT", "(", "EPOCH", "FROM", "now", "(", ")", ")", "*", "1000", ")")) return false;
    this.#emit(NOW, 12);
    this.#cast();
    return true;
  }

  /** `= ANY($n)`, `<> ALL($n)` over an array. */
  #list(): boolean {
    const any = this.#is("=", "ANY", "(");
    if (!any && !this.#is("<>", "ALL", "(")) return false;
    this.#at += 3;
    const number = this.#tokens[this.#at]?.kind === "param" ? this.#tokens[this.#at]?.text.slice(1) : undefined;
    if (number === undefined) throw this.#unknown("ANY of what is no parameter");
    this.#at += 1;
    this.#cast();
    if (!this.#is(")")) throw this.#unknown("ANY of an expression");
    this.#lists.add(Number(number));
    this.#emit(`${any ? "IN" : "NOT IN"} (SELECT value FROM json_each(?${number}))`, 1);
    return true;
  }

  /** Row locks: there is one process and one transaction at a time, so every row is locked already. */
  #lock(): boolean {
    if (!this.#is("FOR")) return false;
    const forms = [
      ["FOR", "UPDATE"],
      ["FOR", "NO", "KEY", "UPDATE"],
    ];
    const form = forms.find((words) => this.#is(...words));
    if (!form) throw this.#unknown("FOR");
    this.#at += form.length;
    if (this.#is("SKIP", "LOCKED")) this.#at += 2;
    else if (this.#is("NOWAIT")) this.#at += 1;
    return true;
  }

  /** `attributes @> $n::jsonb` */
  #contains(): boolean {
    if (!this.#is("attributes", "@>")) return false;
    const param = this.#tokens[this.#at + 2];
    if (param?.kind !== "param") throw this.#unknown("@>");
    this.#emit(`json_contains(attributes, ?${param.text.slice(1)})`, 3);
    this.#cast();
    return true;
  }

  /** PostgreSQL calls the column of a bare `COUNT(*)` "count"; SQLite does not, and the reader would see undefined. */
  #countWithoutName(): boolean {
    if (!this.#is("COUNT", "(", "*", ")")) return false;
    this.#at += 4;
    this.#cast();
    const bare = this.#is("FROM") || this.#is(",");
    this.#out.push(bare ? 'COUNT(*) AS "count"' : "COUNT(*)");
    return true;
  }

  /** SQLite knows OFFSET behind a LIMIT only; a negative one is none. */
  #offset(): boolean {
    if (this.#tokens[this.#at]?.kind !== "word" || !this.#is("OFFSET") || this.#word(-2) === "LIMIT") return false;
    this.#emit("LIMIT -1 OFFSET", 1);
    return true;
  }

  /** After RETURNING, SQLite knows the columns without their table only. */
  #returnedName(): boolean {
    if (!this.#returning || !this.#is(this.#tokens[this.#at]?.text ?? "", ".")) return false;
    this.#at += 2;
    return true;
  }

  #keywordOrName(text: string): void {
    const upper = text.toUpperCase();
    if (upper === "RETURNING") this.#returning = true;
    if (KEYWORDS.has(upper)) {
      // "version", "key" and the like are both; as names they are lower case in every known statement.
      this.#emit(text, 1);
    } else if (this.#tokens[this.#at + 1]?.text === "(" && FUNCTIONS.has(text.toLowerCase())) this.#emit(text, 1);
    else this.#name(text);
  }

  #name(text: string): void {
    const { names, tables } = this.#declared;
    if (!NAMES.has(text) && !names.has(text)) throw this.#unknown(text);
    if (this.#tokens[this.#at + 1]?.text === "(" && !TABLES.has(text) && !tables.has(text)) {
      throw this.#unknown(`${text}()`);
    }
    this.#emit(`"${text}"`, 1);
  }

  #parameter(text: string): void {
    this.#emit(`?${text.slice(1)}`, 1);
    this.#cast();
  }

  /** SQLite needs no types; only those of the known statements go, and only behind a parameter, the clock or a count. */
  #cast(): void {
    if (!this.#is("::")) return;
    const type = this.#tokens[this.#at + 1]?.text.toLowerCase() ?? "";
    if (!TYPES.has(type)) throw this.#unknown(`::${type}`);
    this.#at += this.#tokens[this.#at + 2]?.text === "[" ? 4 : 2;
  }

  #word(offset: number): string | undefined {
    return this.#tokens[this.#at + offset]?.text.toUpperCase();
  }

  #is(...words: string[]): boolean {
    return words.every((word, offset) => this.#tokens[this.#at + offset]?.text.toUpperCase() === word.toUpperCase());
  }

  #emit(text: string, taken: number): void {
    this.#out.push(text);
    this.#at += taken;
  }

  #unknown(what: string): AppError {
    return unknownStatement(this.#sql, what);
  }
}

/** Names that a statement gives itself; `tables` are those of WITH. */
interface Declared {
  names: ReadonlySet<string>;
  tables: ReadonlySet<string>;
}

/** `WITH name AS (`, `WITH name(column, …) AS (`, `… AS name`, `table name`, `) name WHERE`. */
function findDeclared(tokens: readonly Token[]): Declared {
  const names = new Set<string>();
  const tables = new Set<string>();
  const upper = (at: number): string => tokens[at]?.text.toUpperCase() ?? "";
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== "word" || KEYWORDS.has(token.text.toUpperCase())) continue;
    const opensTable = ["WITH", "RECURSIVE", ","].includes(upper(at - 1));
    const columns = opensTable && upper(at + 1) === "(" ? columnsOf(tokens, at + 2) : [];
    const behind = at + 1 + (columns.length > 0 ? columns.length * 2 + 1 : 0);
    if (opensTable && upper(behind) === "AS" && upper(behind + 1) === "(") {
      tables.add(token.text);
      for (const name of [token.text, ...columns]) names.add(name);
    }
    const isTable = NAMES.has(tokens[at - 1]?.text ?? "") || tables.has(tokens[at - 1]?.text ?? "");
    const isAlias = isTable && ["FROM", "JOIN", "."].includes(upper(at - 2));
    const isQuery =
      upper(at - 1) === ")" && (upper(at + 1) === "WHERE" || (upper(at + 1) === "ON" && upper(at + 2) === "TRUE"));
    if (upper(at - 1) === "AS" || isAlias || isQuery) names.add(token.text);
  }
  return { names, tables };
}

/** `a, b, c)` from there on; nothing when it is anything else. */
function columnsOf(tokens: readonly Token[], from: number): string[] {
  const columns: string[] = [];
  for (let at = from; tokens[at]?.kind === "word"; at += 2) {
    columns.push(tokens[at]?.text ?? "");
    const next = tokens[at + 1]?.text;
    if (next === ")") return columns;
    if (next !== ",") return [];
  }
  return [];
}
