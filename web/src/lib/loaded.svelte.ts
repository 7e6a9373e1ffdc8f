/** Something that is asked of the gateway and asked again when it changed; what is known stays while the next answer comes. */
export class Loaded<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<unknown>(null);
  readonly #ask: () => Promise<T>;
  #asked = 0;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  readonly load = async (): Promise<void> => {
    const order = ++this.#asked;
    try {
      const value = await this.#ask();
      if (order !== this.#asked) return; // a later question is under way
      this.value = value;
      this.error = null;
    } catch (thrown) {
      if (order === this.#asked) this.error = thrown;
    }
  };
}
