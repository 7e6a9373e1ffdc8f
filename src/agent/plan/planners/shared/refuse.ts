import { AppError } from "../../../../core/index.ts";
import type { Request } from "../../request/index.ts";

/** An honest "not understood" in the language of the request; nothing has been written. */
export function refuse(
  request: Request,
  message: { de: string; en: string },
  hint: { de: string; en: string },
): AppError {
  return new AppError("E_NOT_UNDERSTOOD", message[request.lang], { hint: hint[request.lang] });
}

/** Several candidates are equally good: names them, so that the person can say which. */
export function ambiguous(request: Request, what: { de: string; en: string }, candidates: string[]): AppError {
  const shown = candidates.slice(0, 5).join(" | ");
  return refuse(
    request,
    {
      de: `Es ist nicht eindeutig, ${what.de}: ${shown}. Ich habe nichts geändert.`,
      en: `It is not clear ${what.en}: ${shown}. I have changed nothing.`,
    },
    {
      de: "Nennen Sie mehr Einzelheiten, etwa Nummer oder Datum.",
      en: "Say more, for example the number or the date.",
    },
  );
}
