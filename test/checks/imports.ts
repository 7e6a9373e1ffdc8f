/** One import of a source file, as written. */
export interface Import {
  specifier: string;
  /** Only types: gone when the program runs. */
  isType: boolean;
  /** `import()`: loaded when the line runs. */
  isLazy: boolean;
}

const STATIC = /^(?:import|export)\s+(type\s)?(?:[^"'`;=]*?\sfrom\s*)?["']([^"']+)["']/gm;
const LAZY = /\bimport\(\s*(?:["']([^"']+)["']|([^)]*))/g;

/** Reads the imports of a formatted source file. An `import()` of an expression has the specifier "<computed>". */
export function importsOf(source: string): Import[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
  const found: Import[] = [];
  for (const [, type, specifier = ""] of code.matchAll(STATIC)) {
    found.push({ specifier, isType: type !== undefined, isLazy: false });
  }
  for (const [, literal] of code.matchAll(LAZY)) {
    found.push({ specifier: literal ?? "<computed>", isType: false, isLazy: true });
  }
  return found;
}
