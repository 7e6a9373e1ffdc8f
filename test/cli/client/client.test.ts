import { inProcess, overSocket } from "./_setup.ts";
import { clientSuite } from "./_suite.ts";

clientSuite("in this process", inProcess);
clientSuite("through the gateway's socket", overSocket);
