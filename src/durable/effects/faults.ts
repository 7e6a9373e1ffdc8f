import { AppError } from "../../core/index.ts";
import type { EffectFault } from "../../store/index.ts";

export function toFault({ code, message, hint }: AppError): EffectFault {
  return hint === undefined ? { code, message } : { code, message, hint };
}

export function toError({ code, message, hint }: EffectFault, effect: string): AppError {
  return new AppError(code, message, { ...(hint === undefined ? {} : { hint }), data: { effect } });
}

export const tooLate = (): EffectFault => ({
  code: "E_EFFECT_FAILED",
  message: "It was not begun in time, so it is not done any more.",
  hint: "Nothing was done outside. Ask for it again if it is still wanted.",
});

export const tooOften = (): EffectFault => ({
  code: "E_EFFECT_FAILED",
  message: "The other side did not do it, after several attempts.",
  hint: "Nothing was done outside. Ask for it again later.",
});

export const unknown = (reason: string): EffectFault => ({
  code: "E_EFFECT_UNKNOWN",
  message: `It is not known whether it happened: ${reason}.`,
  hint: "Look on the other side, then say what you found: `kralle effects settle ID --happened` or `--did-not`.",
});
