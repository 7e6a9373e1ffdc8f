/**
 * Tells when a JSON object, array or string is complete, so that no further token need be evaluated just to learn that
 * the model ends there. Numbers and words never count as complete: they could go on.
 */
export function createJsonEnd(): (text: string) => boolean {
  let depth = 0;
  let inString = false;
  let escaped = false;
  return (text) => {
    for (const char of text) {
      if (escaped) escaped = false;
      else if (inString && char === "\\") escaped = true;
      else if (char === '"') inString = !inString;
      else if (!inString && (char === "{" || char === "[")) depth += 1;
      else if (!inString && (char === "}" || char === "]")) depth -= 1;
      else continue;
      if (depth === 0 && !inString && !escaped) return true;
    }
    return false;
  };
}
