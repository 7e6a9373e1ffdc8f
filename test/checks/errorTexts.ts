import { join, relative } from "node:path";
import * as ts from "typescript/unstable/ast";
import { API, SymbolFlags, type Project, type Symbol } from "typescript/unstable/sync";
import { ROOT } from "./project.ts";

/** A text that an error can show, as a template: "There is no model {0}." */
export interface ErrorText {
  template: string;
  /** Where it is written: "src/models/x.ts:12". */
  place: string;
  /** A message or a hint of its own, or a part that another one holds. */
  kind: "message" | "hint" | "part";
  /** Numbers of the places that hold other texts rather than only names and figures. */
  textual: number[];
}

interface Template {
  text: string;
  values: ts.Expression[];
  node: ts.Node;
}

/** Names of properties and parameters that carry a part of a message through places where no code can be followed. */
const CARRIERS = ["reason", "fault"];
const TEXTUAL = [...CARRIERS, "why", "message", "hint"];

/** More than a name, a figure with its unit, or an ending. */
const isWords = (template: string): boolean => / /.test(template) && /[a-z]{3}/.test(template.replaceAll(/--\w+/g, ""));

/** Worded in both languages where it is written: chosen by the language of the request. */
const isBilingual = (condition: string): boolean => /\bgerman\b|"de"/.test(condition);

/**
 * Reads all texts of errors out of src/ with the compiler: the messages and hints of `new AppError`, of refusals that one
 * process sends another (`{ code: "E_…", message }`) and of the small fault classes that end in the message of an AppError.
 * Follows constants, parameters and functions of the project; what comes from elsewhere is a value. Faults of the program
 * itself (E_BUG) are left out, and so are texts of src/cli/, which are made of its own `Texts`.
 */
export function readErrorTexts(root = ROOT): ErrorText[] {
  const config = join(root, "tsconfig.json");
  const api = new API({ cwd: root });
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProjects()[0];
    if (!project) throw new Error(`${config} is no project`);
    return new Reader(project, root).read();
  } finally {
    api.close();
  }
}

class Reader {
  readonly #project: Project;
  readonly #root: string;
  readonly #found = new Map<string, ErrorText>();
  /** All calls of src/ by the name that is called: asking the compiler who calls a function reads the whole project anew. */
  readonly #calls = new Map<string, Call[]>();
  readonly #callers = new Map<Callable, Call["arguments"][]>();

  constructor(project: Project, root: string) {
    this.#project = project;
    this.#root = root;
  }

  read(): ErrorText[] {
    const files = this.#project.program.getSourceFileNames().flatMap((name) => {
      if (!/\/src\/(?!cli\/)/.test(name) || /node_modules/.test(name)) return [];
      return this.#project.program.getSourceFile(name) ?? [];
    });
    for (const file of files) this.#gatherCalls(file);
    for (const file of files) this.#visit(file);
    return [...this.#found.values()];
  }

  #gatherCalls(node: ts.Node): void {
    if (ts.isCallExpression(node)) {
      const { expression } = node;
      const callee = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
      if (ts.isIdentifier(callee)) {
        const same = this.#calls.get(callee.text) ?? [];
        same.push({ callee, arguments: node.arguments });
        this.#calls.set(callee.text, same);
      }
    }
    node.forEachChild((child) => this.#gatherCalls(child));
  }

  #visit(node: ts.Node): void {
    if (ts.isNewExpression(node)) this.#readNew(node);
    else if (ts.isObjectLiteralExpression(node)) this.#readRefusal(node);
    else if (ts.isParameterDeclaration(node) && ts.isIdentifier(node.name) && CARRIERS.includes(node.name.text)) {
      for (const text of this.#ofParameter(node, new Set())) this.#addTemplate(text, "part");
    }
    node.forEachChild((child) => this.#visit(child));
  }

  #readNew({ expression, arguments: args }: ts.NewExpression): void {
    const [first, message, options] = args ?? [];
    const name = ts.isIdentifier(expression) ? expression.text : "";
    if (name.endsWith("Fault")) this.#add(first, "part");
    if (name !== "AppError" || (first && ts.isStringLiteral(first) && first.text === "E_BUG")) return;
    this.#add(message, "message");
    if (options && ts.isObjectLiteralExpression(options)) this.#add(propertyOf(options, "hint"), "hint");
  }

  #readRefusal(node: ts.ObjectLiteralExpression): void {
    for (const name of CARRIERS) this.#add(propertyOf(node, name), "part");
    const code = propertyOf(node, "code");
    if (!code || !ts.isStringLiteral(code) || !/^E_(?!BUG)/.test(code.text)) return;
    this.#add(propertyOf(node, "message"), "message");
    this.#add(propertyOf(node, "hint"), "hint");
  }

  /** Whether the expression holds words. */
  #add(expression: ts.Expression | undefined, kind: ErrorText["kind"]): boolean {
    if (!expression) return false;
    const found = this.#templates(expression, new Set()).map((template) => this.#addTemplate(template, kind));
    return found.includes(true) || TEXTUAL.includes(lastName(expression));
  }

  #addTemplate({ text, values, node }: Template, kind: ErrorText["kind"]): boolean {
    const place = placeOf(node, this.#root);
    if (!place.startsWith("src/") || place.startsWith("src/cli/")) return false;
    if (this.#found.has(text)) return true;
    const found: ErrorText = { template: text, place, kind, textual: [] };
    if (isWords(text)) this.#found.set(text, found);
    found.textual = values.flatMap((value, index) => (this.#add(value, "part") ? index : []));
    if (found.textual.length > 0 && text !== "{0}") this.#found.set(text, found);
    return isWords(text) || found.textual.length > 0;
  }

  /** What the expression can be, as far as it is written in the source. Nothing for what is known only when it runs. */
  #templates(node: ts.Expression, seen: Set<ts.Node>): Template[] {
    if (seen.has(node)) return [];
    const next = new Set(seen).add(node);
    const all = (...nodes: ts.Expression[]): Template[] => nodes.flatMap((one) => this.#templates(one, next));
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      return [{ text: node.text, values: [], node }];
    }
    if (ts.isTemplateExpression(node)) {
      const text = node.templateSpans.reduce((sum, { literal }, at) => `${sum}{${at}}${literal.text}`, node.head.text);
      return [{ text, values: node.templateSpans.map(({ expression }) => expression), node }];
    }
    if (ts.isConditionalExpression(node)) {
      return isBilingual(node.condition.getText()) ? [] : all(node.whenTrue, node.whenFalse);
    }
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node)) {
      return all(node.expression);
    }
    if (ts.isBinaryExpression(node)) {
      if (node.operatorToken.kind === ts.SyntaxKind.PlusToken) return concat(all(node.left), all(node.right));
      return /^(\?\?|\|\|)$/.test(node.operatorToken.getText()) ? all(node.left, node.right) : [];
    }
    if (ts.isCallExpression(node)) return this.#ofCall(node, next);
    if (ts.isElementAccessExpression(node)) return this.#ofTable(node, next);
    return ts.isIdentifier(node) ? this.#ofName(node, next) : [];
  }

  #ofCall(node: ts.CallExpression, seen: Set<ts.Node>): Template[] {
    const { expression: callee, arguments: args } = node;
    if (ts.isPropertyAccessExpression(callee)) {
      if (["trim", "slice"].includes(callee.name.text)) return this.#templates(callee.expression, seen);
      if (callee.name.text === "join") return this.#ofList(callee.expression, args[0], seen);
      if (callee.name.text === "map" && args[0] && ts.isArrowFunction(args[0])) return this.#ofBody(args[0], seen);
      return [];
    }
    const made = ts.isIdentifier(callee) ? this.#declarationOf(callee) : undefined;
    if (made && ts.isFunctionDeclaration(made)) return this.#ofBody(made, seen);
    const value = made && ts.isVariableDeclaration(made) ? made.initializer : undefined;
    return value && ts.isArrowFunction(value) ? this.#ofBody(value, seen) : [];
  }

  /** `["Title:", ...lines].join("\n")`: the title, and all lines as one value. Without a title, any of the elements. */
  #ofList(list: ts.Expression, separator: ts.Expression | undefined, seen: Set<ts.Node>): Template[] {
    const elements = ts.isArrayLiteralExpression(list) ? [...list.elements] : [];
    const [title, ...rest] = elements;
    if (!title) return this.#templates(list, seen);
    const lines = rest.map((one) => (ts.isSpreadElement(one) ? one.expression : one));
    for (const line of lines) this.#add(line, "part");
    const between = separator && ts.isStringLiteral(separator) ? separator.text : ",";
    return this.#templates(title, seen).map(({ text, values, node }) => {
      return lines[0]
        ? { text: `${text}${between}{${values.length}}`, values: [...values, lines[0]], node }
        : { text, values, node };
    });
  }

  #ofBody(made: ts.FunctionDeclaration | ts.ArrowFunction, seen: Set<ts.Node>): Template[] {
    if (made.body && !ts.isBlock(made.body)) return this.#templates(made.body, seen);
    const found: Template[] = [];
    const visit = (node: ts.Node): void => {
      if (isFunction(node)) return;
      if (ts.isIfStatement(node) && isBilingual(node.expression.getText())) return;
      if (ts.isReturnStatement(node) && node.expression) found.push(...this.#templates(node.expression, seen));
      node.forEachChild(visit);
    };
    made.body?.forEachChild(visit);
    return found;
  }

  /** Any value of a constant table: `WHY[kind]`, `HINTS.find(…)?.[1]`. */
  #ofTable({ expression, argumentExpression: key }: ts.ElementAccessExpression, seen: Set<ts.Node>): Template[] {
    const isFound = ts.isCallExpression(expression) && ts.isPropertyAccessExpression(expression.expression);
    const name = isFound ? expression.expression.expression : expression;
    const made = ts.isIdentifier(name) ? this.#declarationOf(name) : undefined;
    const table = made && ts.isVariableDeclaration(made) ? made.initializer : undefined;
    if (table && ts.isArrayLiteralExpression(table)) {
      const rows = table.elements.filter((row) => ts.isArrayLiteralExpression(row));
      return rows
        .flatMap(({ elements }) => elements[Number(key.getText())] ?? [])
        .flatMap((one) => this.#templates(one, seen));
    }
    if (!table || !ts.isObjectLiteralExpression(table)) return [];
    const values = table.properties.filter((one) => ts.isPropertyAssignment(one));
    return values.flatMap(({ initializer }) => this.#templates(initializer, seen));
  }

  #ofName(name: ts.Identifier, seen: Set<ts.Node>): Template[] {
    const made = this.#declarationOf(name);
    if (!made || seen.has(made)) return [];
    const next = new Set(seen).add(made);
    if (ts.isVariableDeclaration(made)) return made.initializer ? this.#templates(made.initializer, next) : [];
    return ts.isParameterDeclaration(made) ? this.#ofParameter(made, next) : [];
  }

  /** Everything that the project hands over as this argument. */
  #ofParameter(made: ts.ParameterDeclaration, seen: Set<ts.Node>): Template[] {
    if (!isFunction(made.parent) || !ts.isIdentifier(made.name)) return [];
    const index = made.parent.parameters.indexOf(made);
    return this.#callersOf(made.parent).flatMap((args) => {
      return args[index] ? this.#templates(args[index], seen) : [];
    });
  }

  #callersOf(made: Callable): Call["arguments"][] {
    const known = this.#callers.get(made);
    if (known) return known;
    const name = nameOfCallable(made);
    const same = (name && this.#calls.get(name.text)) ?? [];
    const found = same.filter(({ callee }) => this.#declarationOf(callee) === name?.parent);
    const callers = found.map((call) => call.arguments);
    this.#callers.set(made, callers);
    return callers;
  }

  #declarationOf(name: ts.Identifier): ts.Node | undefined {
    return this.#symbolOf(name)?.valueDeclaration?.resolve();
  }

  /** What the name stands for, behind imports. */
  #symbolOf(name: ts.Identifier): Symbol | undefined {
    const { checker } = this.#project;
    const isShort = ts.isShorthandPropertyAssignment(name.parent);
    const symbol = isShort ? checker.getShorthandAssignmentValueSymbol(name.parent) : checker.getSymbolAtLocation(name);
    return symbol && symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  }
}

interface Call {
  callee: ts.Identifier;
  arguments: ts.CallExpression["arguments"];
}

type Callable = ts.FunctionDeclaration | ts.ArrowFunction | ts.MethodDeclaration | ts.MethodSignatureDeclaration;

function isFunction(node: ts.Node): node is Callable {
  const { isFunctionDeclaration, isArrowFunction, isMethodDeclaration, isMethodSignatureDeclaration } = ts;
  return [isFunctionDeclaration, isArrowFunction, isMethodDeclaration, isMethodSignatureDeclaration].some((is) =>
    is(node),
  );
}

/** The name by which a function is called: its own, or that of the constant or property that holds it. */
function nameOfCallable(made: Callable): ts.Identifier | undefined {
  const named = ts.isArrowFunction(made) ? made.parent : made;
  const hasName = ts.isFunctionDeclaration(named) || ts.isVariableDeclaration(named) || ts.isPropertyAssignment(named);
  const name =
    hasName || ts.isMethodDeclaration(named) || ts.isMethodSignatureDeclaration(named) ? named.name : undefined;
  return name && ts.isIdentifier(name) ? name : undefined;
}

const nameOf = ({ name }: { name: ts.PropertyName }): string => (ts.isIdentifier(name) ? name.text : "");

/** "reason" of `death.reason`, `death?.reason ?? ""` and `reason`. */
function lastName(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isBinaryExpression(node)) return lastName(node.left);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return lastName(node.expression.expression);
  return ts.isIdentifier(node) ? node.text : "";
}

function propertyOf(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const one of node.properties) {
    if (ts.isPropertyAssignment(one) && nameOf(one) === name) return one.initializer;
    if (ts.isShorthandPropertyAssignment(one) && nameOf(one) === name) return one.name as ts.Identifier;
  }
  return undefined;
}

function concat(left: Template[], right: Template[]): Template[] {
  return left.flatMap((one) =>
    right.map((two) => ({
      text: one.text + two.text.replaceAll(/\{(\d+)\}/g, (_, index) => `{${Number(index) + one.values.length}}`),
      values: [...one.values, ...two.values],
      node: one.node,
    })),
  );
}

function placeOf(node: ts.Node, root: string): string {
  const file = node.getSourceFile();
  const line = file.text.slice(0, node.getStart()).split("\n").length;
  return `${relative(root, file.fileName).replaceAll("\\", "/")}:${line}`;
}
