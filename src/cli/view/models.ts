import {
  toSafeLine,
  type ElsewhereView,
  type InstalledView,
  type ModelList,
  type SearchResult,
} from "../../app/index.ts";
import type { Screen } from "../terminal/screen.ts";
import { toColumns, widthOf, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { inLanguage } from "./error.ts";

/** What is here, what other programs have, what can be fetched at once. Names of other programs are foreign text. */
export function showModels(list: ModelList, screen: Screen, ui: Ui): void {
  const { install, models } = ui.texts;
  const isDefault = (id: string): boolean => list.default === id;
  const installed = list.installed.map((model) => toRow(model, isDefault(model.id), ui));
  showTable(install.here, install.headings, installed, screen);
  const elsewhere = list.elsewhere.map((model) => toElsewhereRow(model, ui));
  showTable(install.elsewhere, install.headings, elsewhere, screen);
  const fetchable = list.models.filter((model) => !model.installed);
  const rows = fetchable.map((model) => {
    return [model.id, ui.format.size(model.bytes), ui.format.size(model.memoryBytes), models.state(model)];
  });
  showTable(installed.length + elsewhere.length > 0 ? install.fetchable : "", models.headings, rows, screen);
}

function toRow(model: InstalledView, isDefault: boolean, { texts: { install }, format }: Ui): string[] {
  const state = [
    model.verified ? install.verified : install.unverified,
    model.inPlace ? install.inPlace : "",
    model.pinned === "first-pull" ? install.pinnedShort : "",
    model.files > 1 ? install.parts(model.files) : "",
    isDefault ? install.isDefault : "",
  ];
  const from = `${install.origins[model.origin]}: ${state.filter(Boolean).join(", ")}`;
  return [toSafeLine(model.id), format.size(model.bytes), toSafeLine(model.quantisation ?? ""), from];
}

function toElsewhereRow(model: ElsewhereView, { texts: { install }, format, language }: Ui): string[] {
  const reason = model.reason === null ? install.usable : inLanguage({ message: model.reason }, language).message;
  const size = model.bytes > 0 ? format.size(model.bytes) : "";
  const from = `${install.stores[model.store]}: ${toSafeLine(reason)}`;
  return [toSafeLine(model.id), size, toSafeLine(model.quantisation ?? ""), from];
}

/** A table where it has room; on a narrow screen each row as a few lines. */
function showTable(title: string, headings: readonly string[], rows: string[][], screen: Screen): void {
  const { style, columns } = screen;
  if (rows.length === 0) return;
  if (title !== "") screen.line(style.bold(title));
  const table = toColumns([[...headings], ...rows], [1]);
  if (table.every((line) => widthOf(line) <= columns)) {
    table.forEach((line, at) => screen.line(at === 0 ? style.dim(line) : line));
    return;
  }
  for (const [id = "", ...facts] of rows) {
    const [size = "", detail = "", state = ""] = facts;
    screen.line(style.bold(id));
    screen.line(wrap(`  ${[size, detail, state].filter(Boolean).join(", ")}`, columns, "  "));
  }
}

/** What was found in the catalogue, and at the hub where it was asked. */
export function showFound({ models, hub }: SearchResult, screen: Screen, ui: Ui): void {
  const { install } = ui.texts;
  const { style, columns } = screen;
  for (const model of models) {
    const [quantisation, bytes] = Object.entries(model.sizes)[0] ?? ["", 0];
    const facts = [
      bytes > 0 ? `${ui.format.size(bytes)} ${quantisation}` : "",
      install.context(ui.format.number(model.contextTokens)),
      model.capabilities.join(" "),
      model.licence,
      model.installed ? install.isHere : "",
    ];
    screen.line(style.bold(model.id));
    screen.line(wrap(`  ${facts.filter(Boolean).join(", ")}`, columns, "  "));
    if (model.goodFor !== "") screen.line(style.dim(wrap(`  ${model.goodFor}`, columns, "  ")));
  }
  for (const hit of hub ?? []) {
    const gated = hit.gated ? install.gated : "";
    const facts = [install.downloads(ui.format.number(hit.downloads)), hit.licence ?? "", gated].filter(Boolean);
    screen.line(style.bold(toSafeLine(hit.reference)));
    screen.line(wrap(`  ${toSafeLine(facts.join(", "))}`, columns, "  "));
  }
  if (models.length + (hub?.length ?? 0) === 0) screen.line(wrap(install.nothing, columns));
  if (hub === null) screen.line(style.dim(wrap(install.askHub, columns)));
}
