import { createScriptedEngine } from "./scriptedEngine.ts";
import { engineSuite } from "./suite.ts";

engineSuite("scripted", () => createScriptedEngine());
