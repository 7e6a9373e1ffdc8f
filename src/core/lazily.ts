type AnyFunction = (...args: never[]) => unknown;
type Answer<F extends AnyFunction> = Awaited<ReturnType<F>>;

/**
 * The function that `load` brings; its module is read at the first call. For a room's face: whoever only asks a small
 * question of the room does not read all of its code first.
 */
export function lazily<F extends AnyFunction>(load: () => Promise<F>): (...args: Parameters<F>) => Promise<Answer<F>> {
  return async (...args): Promise<Answer<F>> => {
    const brought = await load();
    return (await brought(...args)) as Answer<F>;
  };
}
