/** One message has one run, also when it is taken up again. */
export const runOf = (message: string): string => message.replace(/^msg_/, "run_");

/** The message that a run works on; there is none where the request came by no message. */
export const messageOf = (run: string): string => run.replace(/^run_/, "msg_");
