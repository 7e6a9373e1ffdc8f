export { toGbnf, toGrammar, type Grammar } from "./toGbnf.ts";
