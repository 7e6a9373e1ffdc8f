import { toSafeLine, type ModelProfile } from "../../app/index.ts";
import type { Screen } from "../terminal/screen.ts";
import { wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";

/** Everything that is known of one model, a fact a line, readable on a narrow screen too. */
export function showProfile(profile: ModelProfile, screen: Screen, ui: Ui): void {
  const { show } = ui.texts.resident;
  const { format } = ui;
  const { style, columns } = screen;
  const facts = [
    profile.installed ? show.here : show.notHere,
    profile.bytes === null ? "" : format.size(profile.bytes),
    profile.licence === null ? "" : show.licence(toSafeLine(profile.licence)),
    profile.memoryBytes === null ? "" : show.memory(format.size(profile.memoryBytes)),
  ];
  screen.line(wrap(`${style.bold(toSafeLine(profile.id))}: ${facts.filter(Boolean).join(", ")}`, columns, "  "));
  if (profile.ability === null) return screen.line(wrap(show.never(toSafeLine(profile.id)), columns));
  const rows = [...toAbility(profile.ability, ui), ...toDepth(profile, ui), ...toOffer(profile, ui)];
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  for (const [label, text] of rows) {
    screen.line(wrap(`  ${label.padEnd(width)}${text}`, columns, " ".repeat(width + 2)));
  }
  screen.line(style.dim(wrap(show.under(toSafeLine(profile.engine ?? "")), columns)));
}

type Row = [label: string, text: string];

function toAbility(ability: NonNullable<ModelProfile["ability"]>, { texts, format }: Ui): Row[] {
  const { show, german } = texts.resident;
  const { choose, schema, tools } = ability;
  const shares = [
    show.choose(format.percent(choose)),
    show.schema(format.percent(schema)),
    show.tools(format.percent(tools)),
    ability.german === undefined ? "" : german(format.percent(ability.german)),
  ];
  return [[show.able, shares.filter(Boolean).join(", ")]];
}

function toDepth({ id, ability, depth }: ModelProfile, { texts, format }: Ui): Row[] {
  const { show } = texts.resident;
  const window = show.window(format.number(depth?.contextTokens ?? ability?.contextTokens ?? 0));
  if (depth === null) return [[show.context, `${window}, ${show.unchecked(toSafeLine(id))}`]];
  const { checkedTokens, foundTokens } = depth;
  const lost = foundTokens === 0 ? show.lost : show.found(format.number(foundTokens));
  const checked = show.checked(format.number(checkedTokens), depth.isFull);
  const rate = (value: number | null): string => (value === null ? "?" : format.number(value, 1));
  const speeds = depth.speeds.map(({ tokens, promptTokensPerSecond, tokensPerSecond }): Row => [
    show.speed,
    show.at(format.number(tokens), rate(promptTokensPerSecond), rate(tokensPerSecond)),
  ]);
  return [
    [show.context, [window, checked, foundTokens < checkedTokens ? lost : ""].filter(Boolean).join(", ")],
    [show.speed, show.first(format.duration(depth.firstMs))],
    ...speeds,
    ...(depth.vision === null ? [] : [[show.vision, show.sees(depth.vision)] satisfies Row]),
  ];
}

function toOffer({ offered }: ModelProfile, { texts }: Ui): Row[] {
  const { show } = texts.resident;
  const failed = offered?.failed.map((feature) => show.features[feature]) ?? [];
  return failed.length === 0 ? [] : [[show.notOffered, failed.join(", ")]];
}
