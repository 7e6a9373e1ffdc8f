import { ask, resume } from "./ask.ts";
import { changes, undo } from "./changes.ts";
import { addEngine, checkEngines, engines, removeEngine } from "./engines.ts";
import { doctor } from "../doctor/index.ts";
import { fit, fitCheck, plan } from "./fit.ts";
import { importModel, pull, removeWeights, search } from "./install.ts";
import { models, setDefault } from "./models.ts";
import { probe, ps, show } from "./probe.ts";
import { runs, why } from "./runs.ts";
import { files, sample, session } from "./sessions.ts";
import { load, readiness, setup } from "./setup.ts";

/** Everything that can be asked of Kralle, by whichever way a person comes: the one list. */
export const COMMANDS = {
  ask,
  resume,
  undo,
  changes,
  setup,
  load,
  readiness,
  doctor,
  models,
  fit,
  fitCheck,
  plan,
  pull,
  removeWeights,
  importModel,
  search,
  setDefault,
  engines,
  addEngine,
  removeEngine,
  checkEngines,
  show,
  probe,
  ps,
  runs,
  why,
  sample,
  files,
  session,
} as const;
