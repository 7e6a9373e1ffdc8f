import { engineSuite } from "../engine/suite.ts";
import { createServerSmol } from "./_setup.ts";

engineSuite("managed llama-server", () => createServerSmol());
