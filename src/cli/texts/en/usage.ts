/** What is said of a command line that was not understood. */
export const usage = {
  unknownCommand: (name: string) => `There is no command "${name}".`,
  unknownOption: (name: string) => `The option ${name} is not known here.`,
  missingArgument: (name: string) => `The argument "${name}" is missing.`,
  missingValue: (name: string) => `The option ${name} needs a value.`,
  strayOption: (option: string, action: string, takers: readonly string[]) =>
    `${option} does not belong to \`kralle ${action}\`, but to ${takers.map((taker) => `\`kralle ${taker}\``).join(" and ")}.`,
  excessArguments: "There are more arguments than this command takes. Put a request in quotation marks.",
  notADay: (value: string) => `"${value}" is no day of the form YYYY-MM-DD.`,
  notANumber: (name: string, value: string) => `${name} needs a number above 0, not "${value}".`,
  unknownAction: (name: string) => `"kralle models ${name}" does not exist.`,
  actions:
    "Use one of: list, search WORDS, fit [NAME], plan, show NAME, probe NAME, ps, pull NAME, import FILE, rm NAME, default NAME.",
  emptyRequest: "The request is empty.",
  seeHelp: (command: string) => `\`kralle ${command === "" ? "" : `${command} `}--help\` shows what is possible.`,
  startHow: 'Give one: npm start -- --task "How many hours did Mara work in October?"',
};
