/**
 * A pure function of a text that remembers its answers, at most `most` of them: when they are more, all are forgotten and it begins anew, which
 * is cheaper than keeping an order. Texts longer than `longest` characters are not kept. What it answers is shared: it must not be changed.
 */
export function remembering<R>(work: (text: string) => R, { most = 20_000, longest = 64 } = {}): (text: string) => R {
  const known = new Map<string, R>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = work(text);
    if (text.length > longest) return made;
    if (known.size >= most) known.clear();
    known.set(text, made);
    return made;
  };
}
