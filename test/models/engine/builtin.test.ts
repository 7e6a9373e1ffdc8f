import { createSmol } from "./_setup.ts";
import { engineSuite } from "./suite.ts";

engineSuite("built-in llama.cpp", () => createSmol());
