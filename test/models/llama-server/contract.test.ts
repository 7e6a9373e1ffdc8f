import { NO_LLAMA_SERVER } from "../engine/_setup.ts";
import { engineSuite } from "../engine/suite.ts";
import { createServerSmol } from "./_setup.ts";

engineSuite("managed llama-server", () => createServerSmol(), { skip: NO_LLAMA_SERVER });
