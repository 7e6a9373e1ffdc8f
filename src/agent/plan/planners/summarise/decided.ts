import type { Point } from "./points.ts";

/** Only what was settled is wanted, not what was talked about. */
const WANTS =
  /(?<!\p{L})(?:agreed?|decided?|decisions?|settled?|resolved|resolutions?|signed off|beschl(?:oss|uss|üss|ieß)\p{L}*|vereinbart\p{L}*|entschieden|entscheidung\p{L}*|ausgemacht|abgemacht|festgelegt)(?!\p{L})/iu;
/** Said of an item that it was settled. */
const SETTLED =
  /(?<!\p{L})(?:agreed|decided|settled|resolved|approved|carried|all in favou?r|everybody(?:['’]s| is) for it|it(?:['’]s| is) a deal|beschlossen\p{L}*|beschluss\p{L}*|vereinbart|entschieden|einstimmig|einverstanden|abgemacht|ausgemacht|genehmigt|angenommen|alle (?:sind )?dafür|zugestimmt|abgelehnt|rejected|turned down|voted down)(?!\p{L})/iu;
/** Said of an item that it was not. */
const OPEN =
  /(?<!\p{L})(?:(?:left|still|stays?|remains?|is) open|open (?:question|point)|undecided|unresolved|no (?:decision|agreement)|not (?:yet )?(?:decided|agreed|settled|clear)|nothing (?:was )?(?:decided|agreed|settled)|postponed|adjourned|to be (?:discussed|decided|talked|looked)|(?:we|to) (?:decide|talk|discuss|see)\p{L}*(?: (?:that|it|this|about it|again))? (?:in|next|later|over|at)|next (?:meeting|time)|vertagt|verschoben auf die nächste|(?:bleibt?|noch|ist) offen|offen(?:e frage|er punkt|gelassen| geblieben)|unentschieden|(?:noch )?(?:nichts|nicht)(?: \p{L}+)? (?:entschieden|beschlossen|vereinbart|geklärt|festgelegt)|keine entscheidung|kein beschluss|(?:entschieden|beschlossen) (?:ist|wurde) (?:noch )?nichts|nächstes mal|nächste sitzung|wird noch|erst noch|muss noch überlegt)(?!\p{L})/iu;

/** Whether a request asks for decisions alone. */
export const asksForDecisions = (request: string): boolean => WANTS.test(request);

/**
 * The points of what was decided: where the paper marks its decisions, those alone; else all but what it leaves open. An item is a line or a
 * paragraph: its mark ("Agreed.") often is a sentence of its own.
 */
export function decidedPoints(points: Point[]): Point[] {
  const items = [...Map.groupBy(points, (point) => `${point.unit.doc.path}\n${point.paragraph}`).values()];
  const isOpen = (item: Point[]) => OPEN.test(textOf(item));
  const settled = items.filter((item) => !isOpen(item) && SETTLED.test(textOf(item)));
  if (settled.length >= 2) return settled.flat();
  const rest = items.filter((item) => !isOpen(item)).flat();
  return rest.length > 0 ? rest : points;
}

const textOf = (item: Point[]): string => item.map((point) => point.text).join(" ");

/** "Agreed." alone tells nothing once only decisions are told. */
export const isBareMark = ({ text }: Point): boolean =>
  SETTLED.test(text) &&
  text.replace(SETTLED, "").replaceAll(/[\P{L}]|(?:alle|all|so|das|that|was|ist|wurde)/giu, "") === "";
