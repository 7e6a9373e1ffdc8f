/** Whether something thrown is a system error with one of these codes (ENOENT, EEXIST …). */
export function isErrno(thrown: unknown, ...codes: string[]): boolean {
  return thrown instanceof Error && "code" in thrown && codes.includes(String(thrown.code));
}
