/** Numbers of mails as IMAP writes sets of them: "1:4,7" (RFC 9051, sequence-set). */
export function toRanges(uids: Iterable<number>): string {
  const parts: string[] = [];
  let [first, last]: [number | null, number] = [null, 0];
  const put = (): void => {
    if (first !== null) parts.push(first === last ? String(first) : `${first}:${last}`);
  };
  for (const uid of [...new Set(uids)].toSorted((a, b) => a - b)) {
    if (first !== null && uid === last + 1) {
      last = uid;
      continue;
    }
    put();
    [first, last] = [uid, uid];
  }
  put();
  return parts.join(",");
}

/** More numbers than any folder has mails are taken for damage. */
const MOST = 1_000_000;

export function fromRanges(ranges: string): Set<number> {
  const uids = new Set<number>();
  for (const part of ranges === "" ? [] : ranges.split(",")) {
    const [first = Number.NaN, last = first] = part.split(":").map(Number);
    for (let uid = first; uid <= last && uids.size < MOST; uid += 1) uids.add(uid);
  }
  return uids;
}
