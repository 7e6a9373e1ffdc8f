import { answerOp } from "./ops/answer.ts";
import { calculateOp } from "./ops/calculate.ts";
import { dateMathOp } from "./ops/dateMath.ts";
import { runCommandOp } from "./ops/runCommand.ts";
import { sqlOp } from "./ops/sql.ts";
import { appendOp } from "./ops/append.ts";
import { coveredOp } from "./ops/covered.ts";
import { deriveOp } from "./ops/derive.ts";
import { draftOp } from "./ops/draft.ts";
import { editTableOp } from "./ops/editTable.ts";
import { forgetOp } from "./ops/forget.ts";
import { recallOp } from "./ops/recall.ts";
import { correctMemoryOp, rememberOp, setProfileOp } from "./ops/remember.ts";
import { extractFieldsOp, extractRowsOp } from "./ops/extract.ts";
import { findFilesOp } from "./ops/findFiles.ts";
import { moveFilesOp } from "./ops/moveFiles.ts";
import { queryOp } from "./ops/query.ts";
import { replaceTextOp } from "./ops/replaceText.ts";
import { saveOp } from "./ops/save.ts";
import { showDraftOp } from "./ops/showDraft.ts";
import { summariseOp } from "./ops/summarise.ts";
import { toolOp } from "./ops/tool.ts";
import { talkOp } from "./ops/talk.ts";
import type { Operation } from "./types.ts";

/** The whole plan language, by name. An explicit list: nothing registers itself. */
export const OPERATIONS: Readonly<Record<string, Operation>> = Object.fromEntries(
  [
    queryOp,
    answerOp,
    findFilesOp,
    extractRowsOp,
    extractFieldsOp,
    deriveOp,
    saveOp,
    draftOp,
    showDraftOp,
    coveredOp,
    calculateOp,
    dateMathOp,
    sqlOp,
    runCommandOp,
    toolOp,
    talkOp,
    rememberOp,
    recallOp,
    correctMemoryOp,
    forgetOp,
    setProfileOp,
    summariseOp,
    appendOp,
    editTableOp,
    replaceTextOp,
    moveFilesOp,
  ].map((operation) => [operation.name, operation as unknown as Operation]),
);
