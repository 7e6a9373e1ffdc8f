import { api } from "./api.ts";

/** The code of a sign-in link. It leaves the address and the history before anything else happens. */
export function takeCode(): string | null {
  const code = /^#code=([\w.~-]{1,200})$/u.exec(location.hash)?.[1] ?? null;
  if (location.hash !== "") history.replaceState(null, "", location.pathname + location.search);
  return code;
}

/** Whether the link was still good; the browser then holds a cookie that no script can read. */
export async function signIn(code: string): Promise<boolean> {
  try {
    await api.signIn(code);
    return true;
  } catch {
    return false; // told beside the way to a new link
  }
}
