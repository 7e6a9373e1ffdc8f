import { api, ApiError } from "../../lib/api.ts";

/** A model whose terms the person has to accept first, in the words of the gateway. */
export interface Ask {
  name: string;
  message: string;
  hint: string | null;
}

/** Begins to fetch a model; answers with what has to be asked before. */
export async function pull(name: string, acceptLicence: boolean): Promise<Ask | null> {
  try {
    await api.pull(name, acceptLicence);
    return null;
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || thrown.code !== "E_LICENCE" || acceptLicence) throw thrown;
    return { name, message: thrown.message, hint: thrown.hint };
  }
}
