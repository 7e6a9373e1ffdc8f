/** A PDF of one page whose lines are these; letters as UTF-16 by a ToUnicode map, so that any text can stand in it. */
export function toPdf(lines: readonly string[]): Buffer {
  const units = [...new Set(lines.join("").split(""))];
  const code = (unit: string): string => (units.indexOf(unit) + 1).toString(16).padStart(4, "0");
  const shown = lines.map((line, at) => `1 0 0 1 20 ${800 - at * 20} Tm <${line.split("").map(code).join("")}> Tj`);
  const content = `BT /F1 4 Tf ${shown.join("\n")} ET`;
  const chars = units.map((unit) => `<${code(unit)}> <${unit.charCodeAt(0).toString(16).padStart(4, "0")}>`);
  const blocks: string[] = [];
  for (let at = 0; at < chars.length; at += 100) {
    const some = chars.slice(at, at + 100);
    blocks.push(`${some.length} beginbfchar\n${some.join("\n")}\nendbfchar`);
  }
  const map = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n1 begincodespacerange <0000> <ffff> endcodespacerange\n${blocks.join("\n")}\nendcmap CMapName currentdict /CMap defineresource pop end end`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 4000 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor 8 0 R >>",
    `<< /Length ${map.length} >>\nstream\n${map}\nendstream`,
    "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
  ];
  let out = "%PDF-1.7\n";
  const offsets = objects.map((object, at) => {
    const offset = out.length;
    out += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = out.length;
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  out += offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  out += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(out, "latin1");
}
