/** A grammar as a tree; printed as GBNF (llama.cpp `grammars/README.md`). `chars` is the inside of a bracket class. */
export type Node =
  | { kind: "literal"; text: string }
  | { kind: "chars"; inside: string }
  | { kind: "sequence"; items: Node[] }
  | { kind: "choice"; items: Node[] }
  | { kind: "repeat"; item: Node; min: number; max: number | null }
  | { kind: "rule"; name: string };

export const EMPTY: Node = { kind: "literal", text: "" };

export const literal = (text: string): Node => ({ kind: "literal", text });
export const chars = (inside: string): Node => ({ kind: "chars", inside });
export const rule = (name: string): Node => ({ kind: "rule", name });

/** A sequence without nesting; neighbouring literals become one, so that forced text is seen as a whole. */
export function sequence(...items: Node[]): Node {
  const flat: Node[] = [];
  for (const item of items.flatMap((node) => (node.kind === "sequence" ? node.items : [node]))) {
    const last = flat.at(-1);
    if (item.kind === "literal" && last?.kind === "literal") flat[flat.length - 1] = literal(last.text + item.text);
    else if (item.kind !== "literal" || item.text !== "") flat.push(item);
  }
  const [only] = flat;
  if (only === undefined) return EMPTY;
  return flat.length === 1 ? only : { kind: "sequence", items: flat };
}

export function choice(items: Node[]): Node {
  const flat = items.flatMap((node) => (node.kind === "choice" ? node.items : [node]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind: "choice", items: flat };
}

export function repeat(item: Node, min: number, max: number | null): Node {
  if (max === 0) return EMPTY;
  if (min === 1 && max === 1) return item;
  return { kind: "repeat", item, min, max };
}

export const optional = (item: Node): Node => repeat(item, 0, 1);

/** Splits the text that every answer must begin with from the rest of the grammar. */
export function splitForced(node: Node): { forced: string; rest: Node } {
  if (node.kind === "literal") return { forced: node.text, rest: EMPTY };
  const [first] = node.kind === "sequence" ? node.items : [];
  if (node.kind !== "sequence" || first?.kind !== "literal") return { forced: "", rest: node };
  return { forced: first.text, rest: sequence(...node.items.slice(1)) };
}

export function toText(root: Node, rules: ReadonlyMap<string, Node>): string {
  const lines = [`root ::= ${print(root, false)}`];
  for (const [name, node] of rules) lines.push(`${name} ::= ${print(node, false)}`);
  return `${lines.join("\n")}\n`;
}

function print(node: Node, inner: boolean): string {
  switch (node.kind) {
    case "literal":
      return quote(node.text);
    case "chars":
      return `[${node.inside}]`;
    case "rule":
      return node.name;
    case "sequence": {
      const text = node.items.map((item) => print(item, item.kind === "choice")).join(" ");
      return inner ? `(${text})` : text;
    }
    case "choice": {
      const text = node.items.map((item) => print(item, false)).join(" | ");
      return inner ? `(${text})` : text;
    }
    case "repeat":
      return `${print(node.item, node.item.kind !== "literal")}${times(node.min, node.max)}`;
  }
}

function times(min: number, max: number | null): string {
  if (min === 0 && max === 1) return "?";
  if (max === null) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function quote(text: string): string {
  let out = '"';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (char === '"' || char === "\\") out += `\\${char}`;
    else if (code < 0x20 || code === 0x7f) out += `\\x${code.toString(16).padStart(2, "0").toUpperCase()}`;
    else out += char;
  }
  return `${out}"`;
}
