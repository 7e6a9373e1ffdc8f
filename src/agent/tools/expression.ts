import { AppError } from "../../core/index.ts";
import { Dec } from "../../files/index.ts";
import { tokenize, type Token } from "./tokenize.ts";

export interface Evaluated {
  /** Decimal string, at most 30 significant digits. */
  value: string;
  /** Whether nothing was rounded (a third never is). */
  exact: boolean;
}

const DIGITS = 30;
const MAX_DEPTH = 100;
const MAX_EXPONENT = 1_000;
const MAX_SIZE = 1_000; // digits before the point: more is a mistake and costs time

/**
 * Value of an arithmetic expression, in exact decimals, without `eval`. `^` binds strongest and to the right, a sign in
 * front less (-2^2 is -4); `%` behind a number is a hundredth of it, between two numbers the remainder. Throws E_INPUT
 * with the place of the fault.
 */
export function evaluate(expression: string, decimal?: "." | ","): Evaluated {
  const parser = new Parser(expression, tokenize(expression, decimal));
  const value = parser.whole();
  const rounded = value.toSignificantDigits(Math.max(DIGITS, value.e + 1));
  return { value: rounded.isZero() ? "0" : rounded.toFixed(), exact: parser.exact && rounded.eq(value) };
}

type Fold = (values: Dec[]) => Dec;

const FUNCTIONS: Record<string, Fold> = {
  sum: (values) => values.reduce((a, b) => a.plus(b), new Dec(0)),
  avg: (values) => FUNCTIONS["sum"]!(values).div(values.length),
  min: (values) => Dec.min(...values),
  max: (values) => Dec.max(...values),
  abs: ([value]) => value!.abs(),
  count: (values) => new Dec(values.length),
  round: ([value, places]) => value!.toDecimalPlaces(places?.toNumber() ?? 0),
};
const ARITY: Record<string, [number, number]> = { abs: [1, 1], round: [1, 2] };
const ALIASES: Record<string, string> = {
  summe: "sum",
  average: "avg",
  mean: "avg",
  mittelwert: "avg",
  durchschnitt: "avg",
  runden: "round",
  anzahl: "count",
};

class Parser {
  exact = true;
  readonly #text: string;
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string, tokens: Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  whole(): Dec {
    const value = this.#sum();
    if (this.#peek() !== null) throw this.#fault("an operator is missing before this");
    return value;
  }

  #sum(): Dec {
    let value = this.#product();
    for (;;) {
      if (this.#take("+")) value = this.#checked(value.plus(this.#product()));
      else if (this.#take("-")) value = this.#checked(value.minus(this.#product()));
      else return value;
    }
  }

  #product(): Dec {
    let value = this.#signed();
    for (;;) {
      if (this.#take("*")) value = this.#checked(value.times(this.#signed()));
      else if (this.#take("/")) value = this.#quotient(value, this.#signed());
      else if (this.#takeRemainder()) value = this.#remainder(value, this.#signed());
      else return value;
    }
  }

  #signed(): Dec {
    if (this.#take("-")) return this.#deeper(() => this.#signed()).neg();
    if (this.#take("+")) return this.#deeper(() => this.#signed());
    return this.#power();
  }

  #power(): Dec {
    const base = this.#percent();
    if (!this.#take("^")) return base;
    const exponent = this.#deeper(() => this.#signed());
    if (!exponent.isInteger() || exponent.abs().gt(MAX_EXPONENT)) {
      throw this.#fault(`the exponent must be a whole number up to ${MAX_EXPONENT}`);
    }
    if (base.isZero() && exponent.isNegative()) throw this.#fault("division by zero");
    if (!base.isZero() && Math.abs(base.e * exponent.toNumber()) > MAX_SIZE)
      throw this.#fault("the result is too large");
    const value = base.pow(exponent);
    if (value.precision() >= Dec.precision) this.exact = false;
    return this.#checked(value);
  }

  #percent(): Dec {
    let value = this.#atom();
    while (this.#peek()?.text === "%" && !this.#startsValue(1)) {
      this.#next += 1;
      value = value.div(100);
    }
    return value;
  }

  #atom(): Dec {
    const token = this.#peek();
    if (token === null) throw this.#fault("a number is missing");
    this.#next += 1;
    if (token.kind === "number") return new Dec(token.text);
    if (token.kind === "name") return this.#call(token.text);
    if (token.text === "(") {
      const value = this.#deeper(() => this.#sum());
      this.#expect(")");
      return value;
    }
    this.#next -= 1;
    throw this.#fault("a number is missing before this");
  }

  #call(word: string): Dec {
    const name = ALIASES[word] ?? word;
    const fold = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (!fold) {
      this.#next -= 1;
      throw this.#fault(`"${word}" is no function; there are ${Object.keys(FUNCTIONS).join(", ")}`);
    }
    this.#expect("(");
    const values = [this.#deeper(() => this.#sum())];
    while (this.#take(";")) values.push(this.#deeper(() => this.#sum()));
    this.#expect(")");
    const [least, most] = ARITY[name] ?? [1, Number.POSITIVE_INFINITY];
    if (values.length < least || values.length > most) throw this.#fault(`${name} takes ${least} to ${most} values`);
    if (name === "round" && values[1] && !(values[1].isInteger() && values[1].gte(0) && values[1].lte(30))) {
      throw this.#fault("the places to round to must be a whole number from 0 to 30");
    }
    return name === "avg" ? this.#quotient(FUNCTIONS["sum"]!(values), new Dec(values.length)) : fold(values);
  }

  #quotient(a: Dec, b: Dec): Dec {
    if (b.isZero()) throw this.#fault("division by zero");
    const value = a.div(b);
    if (!value.times(b).eq(a)) this.exact = false;
    return value;
  }

  #remainder(a: Dec, b: Dec): Dec {
    if (b.isZero()) throw this.#fault("division by zero");
    return a.mod(b);
  }

  #checked(value: Dec): Dec {
    if (!value.isFinite() || value.e > MAX_SIZE) throw this.#fault("the result is too large");
    if (value.precision() >= Dec.precision) this.exact = false;
    return value;
  }

  #takeRemainder(): boolean {
    if (this.#peek()?.text !== "%" || !this.#startsValue(1)) return false;
    this.#next += 1;
    return true;
  }

  #startsValue(ahead: number): boolean {
    const token = this.#tokens[this.#next + ahead];
    return token !== undefined && (token.kind !== "sign" || token.text === "(");
  }

  #deeper<T>(work: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw this.#fault("it is nested too deeply");
    const value = work();
    this.#depth -= 1;
    return value;
  }

  #peek(): Token | null {
    return this.#tokens[this.#next] ?? null;
  }

  #take(sign: string): boolean {
    if (this.#peek()?.kind !== "sign" || this.#peek()?.text !== sign) return false;
    this.#next += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw this.#fault(`"${sign}" is missing`);
  }

  #fault(why: string): AppError {
    const at = this.#peek()?.at ?? this.#text.length;
    return new AppError("E_INPUT", `The expression cannot be computed: ${why} (at character ${at + 1}).`, {
      hint: "Use numbers, + - * / ^ %, parentheses, sum, avg, min, max, round and abs.",
      data: { at },
    });
  }
}
