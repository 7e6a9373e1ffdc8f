/** What one request may take. */
export interface Budget {
  steps?: number | undefined;
  tokens?: number | undefined;
  seconds?: number | undefined;
}

/** What was asked for goes before the settings. */
export function toBudget(
  asked: Budget | undefined,
  settings: Budget,
): { steps?: number; tokens?: number; seconds?: number } {
  const steps = asked?.steps ?? settings.steps;
  const tokens = asked?.tokens ?? settings.tokens;
  const seconds = asked?.seconds ?? settings.seconds;
  return {
    ...(steps === undefined ? {} : { steps }),
    ...(tokens === undefined ? {} : { tokens }),
    ...(seconds === undefined ? {} : { seconds }),
  };
}
