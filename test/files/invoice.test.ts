import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readDoc, readEInvoice } from "../../src/files/index.ts";

const cii = `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:ram" xmlns:udt="urn:udt">
  <rsm:ExchangedDocument><ram:ID>RE-2026-118</ram:ID><ram:TypeCode>380</ram:TypeCode>
    <ram:IssueDateTime><udt:DateTimeString format="102">20260302</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>
    <ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>Nordholz &amp; Söhne</ram:Name></ram:SellerTradeParty>
      <ram:BuyerTradeParty><ram:Name>Werkstatt Ost</ram:Name></ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementPaymentMeans><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>DE02120300000000202051</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
      <ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">20260316</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>1000.00</ram:TaxBasisTotalAmount><ram:GrandTotalAmount>1190.00</ram:GrandTotalAmount><ram:TotalPrepaidAmount>190.00</ram:TotalPrepaidAmount><ram:DuePayableAmount>1000.00</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    </ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`;

const ubl = (
  root: string,
  more = "",
) => `<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cbc="urn:cbc" xmlns:cac="urn:cac">
  <cbc:ID>4711</cbc:ID><cbc:IssueDate>2026-03-02</cbc:IssueDate><cbc:DueDate>2026-04-01</cbc:DueDate><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Kurz</cbc:Name></cac:PartyName><cac:PartyLegalEntity><cbc:RegistrationName>Kurz Handels GmbH</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Wir</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
  <cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>DE02 1203 0000 0000 2020 51</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>${more}
  <cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">119.00</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">119.00</cbc:PayableAmount></cac:LegalMonetaryTotal></${root}>`;

describe("an electronic invoice (EN 16931)", () => {
  test("in the syntax of UN/CEFACT: what is left to pay beside the whole, the seller and not the buyer", () => {
    assert.deepEqual(readEInvoice(cii), {
      number: "RE-2026-118",
      issuer: "Nordholz & Söhne",
      total: "1190.00",
      payable: "1000.00",
      currency: "EUR",
      issued: "2026-03-02",
      due: "2026-03-16",
      iban: "DE02120300000000202051",
      isCredit: false,
    });
  });

  test("in that of UBL, and a credit note", () => {
    const read = readEInvoice(ubl("Invoice"));
    assert.deepEqual(
      [read?.number, read?.issuer, read?.payable, read?.due, read?.iban, read?.isCredit],
      ["4711", "Kurz Handels GmbH", "119.00", "2026-04-01", "DE02120300000000202051", false],
    );
    assert.equal(readEInvoice(ubl("CreditNote"))?.isCredit, true);
  });

  test("other XML is none; values of a wrong form are no values", () => {
    assert.equal(readEInvoice("<html><body>Invoice</body></html>"), null);
    assert.equal(readEInvoice("Invoice 17"), null);
    const odd = ubl("Invoice").replace("119.00</cbc:PayableAmount>", "1e9</cbc:PayableAmount>").replace("2026-04-01", "2026-02-30").replace(">EUR<", ">€<"); // prettier-ignore
    const read = readEInvoice(odd);
    assert.deepEqual([read?.payable, read?.due, read?.currency], [null, null, null]);
  });

  test("lies in a PDF as a file, and is read with its text; other files in it are not", async () => {
    const doc = await readDoc("rechnung.pdf", pdfWith({ "factur-x.xml": cii, "notes.txt": "nothing" }));
    assert.equal(doc.kind, "pdf");
    assert.deepEqual(
      doc.files?.map(({ name }) => name),
      ["factur-x.xml"],
    );
    assert.equal(readEInvoice(doc.files?.[0]?.text ?? "")?.payable, "1000.00");
    const plain = await readDoc("rechnung.pdf", pdfWith({}));
    assert.equal(plain.files, undefined, "control");
  });
});

/** The smallest PDF with one page and embedded files (ISO 32000-1, 7.11.4). */
function pdfWith(files: Readonly<Record<string, string>>): Buffer {
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  const stream = (dict: string, text: string) =>
    `<< ${dict} /Length ${Buffer.byteLength(text)} >>\nstream\n${text}\nendstream`;
  const page = 4;
  const named = Object.entries(files);
  const names = named.map(([name], index) => `(${name}) ${6 + index * 2 + 1} 0 R`).join(" ");
  add(
    `<< /Type /Catalog /Pages 2 0 R${named.length > 0 ? ` /Names << /EmbeddedFiles << /Names [${names}] >> >>` : ""} >>`,
  );
  add(`<< /Type /Pages /Kids [${page} 0 R] /Count 1 >>`);
  add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>");
  add(stream("", "BT /F1 12 Tf 20 200 Td (Rechnung RE-2026-118) Tj ET"));
  for (const [name, text] of named) {
    add(stream("/Type /EmbeddedFile", text));
    add(`<< /Type /Filespec /F (${name}) /UF (${name}) /EF << /F ${objects.length} 0 R >> >>`);
  }
  let text = "%PDF-1.7\n";
  const offsets = objects.map((body, index) => {
    const at = Buffer.byteLength(text);
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const start = Buffer.byteLength(text);
  const table = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, "utf8");
}
