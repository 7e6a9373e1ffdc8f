/** Concepts of money, bookkeeping and trade. One a line: `id: german, words | english, words ~ broader`. */
export const MONEY = `
invoice: rechnung, faktura, faktur, rechnungsbeleg | invoice, bill ~ document
receipt: quittung, beleg, kassenbon, kassenzettel, bon | receipt, voucher, slip ~ document
creditnote: gutschrift, rechnungskorrektur, stornorechnung | credit note, credit memo, credit ~ document
reminder: mahnung, zahlungserinnerung, erinnerung | reminder, dunning letter, dunning, overdue notice ~ document
offer: angebot, kostenvoranschlag, voranschlag, offerte | offer, quote, quotation, estimate, proposal, bid ~ document
order: auftrag, bestellung, order | order, job, purchase order, po, commission, booking
orderconfirmation: auftragsbestätigung, bestellbestätigung | order confirmation ~ document
deliverynote: lieferschein, packzettel, packliste | delivery note, packing slip, packing list, dispatch note ~ document
contract: vertrag, vereinbarung, kontrakt, abkommen | contract, agreement ~ document
pricelist: preisliste, preisblatt, tarifliste, gebührenliste, preisverzeichnis, gebührenordnung | price list, rate card, fee list, tariff, price sheet, fee schedule
price: preis, einzelpreis, kosten, kostet, stückpreis, gebühr, entgelt, verkaufspreis, vk, listenpreis | price, fee, cost, charge, unit price, list price ~ amount
rate: satz, tarif, stundensatz, kurs, rate, verrechnungssatz, tagessatz | rate, hourly rate, day rate, tariff ~ price
purchaseprice: einkaufspreis, ek, einstandspreis, bezugspreis | purchase price, cost price, buying price ~ price
rent: miete, kaltmiete, warmmiete, pacht, mietzins, leihgebühr | rent, rental, lease ~ price
deposit: kaution, pfand, anzahlung, sicherheitsleistung, vorkasse | deposit, prepayment, down payment, advance ~ amount
amount: betrag, summe, wert, geldbetrag, höhe | amount, value, sum, worth
total: gesamt, summe, gesamtbetrag, gesamtsumme, endbetrag, insgesamt, endsumme, total | total, sum, grand total, overall, altogether ~ amount
subtotal: zwischensumme | subtotal ~ amount
net: netto, nettobetrag, ohne mwst, zzgl mwst | net, excl vat, excluding vat, before tax
gross: brutto, bruttobetrag, inkl mwst, einschließlich mwst | gross, incl vat, including vat, after tax
vat: mehrwertsteuer, mwst, umsatzsteuer, ust, vorsteuer | vat, value added tax, sales tax, gst ~ tax
vatid: ustid, ust-idnr, umsatzsteuer-id, umsatzsteueridentifikationsnummer, ustidnr | vat number, vat id, vat registration, vat no ~ number
taxnumber: steuernummer, steuer-id, st-nr | tax number, tax id ~ number
tax: steuer, abgabe, lohnsteuer, einkommensteuer | tax, duty, levy
discount: rabatt, nachlass, preisnachlass, ermäßigung, abschlag | discount, rebate, reduction, price cut ~ amount
cashdiscount: skonto | cash discount, early payment discount, prompt payment ~ discount
surcharge: zuschlag, aufschlag, aufpreis, zuzahlung, eigenanteil | surcharge, extra charge, supplement, markup, co-payment ~ amount
shippingcost: versandkosten, porto, fracht, lieferkosten, versandkostenpauschale, frachtkosten | shipping cost, postage, freight, delivery charge, shipping ~ price
freeshipping: versandkostenfrei, frei haus, portofrei, frachtfrei, kostenfrei geliefert | free delivery, free shipping, carriage paid, free of charge delivery ~ shippingcost
free: kostenlos, gratis, kostenfrei, umsonst, unentgeltlich | free, free of charge, complimentary
payment: zahlung, bezahlung, überweisung, zahlungseingang, einzahlung, begleichung | payment, transfer, remittance, instalment
paid: bezahlt, beglichen, gezahlt, ausgeglichen, bezahlt am, zahldatum, zahlungsdatum, überwiesen | paid, settled, paid on, payment date, date paid, cleared
unpaid: unbezahlt, offen, ausstehend, unbeglichen, nicht bezahlt, offene posten | unpaid, open, outstanding, not paid, unsettled
due: fällig, fälligkeit, fälligkeitsdatum, zahlbar bis, zahlungsziel, fällig am, zahlungsfrist, zu zahlen bis | due, due date, payable by, due on, payment due, pay by, by ~ deadline
overdue: überfällig, säumig, verzug, verspätet | overdue, late, past due, in arrears
debt: schulden, schuldet, verbindlichkeit, forderung, außenstände | debt, owes, owe, liability, receivable, owed
openitem: offener posten, offene posten, op-liste, debitoren | open item, ledger, accounts receivable, receivables
ledger: hauptbuch, journal, buchungsjournal, rechnungsausgangsbuch, rechnungsliste | ledger, journal, register
cashbook: kassenbuch, kasse, kassenbericht, barkasse | cash book, cashbook, petty cash, till, cash register
income: einnahme, einnahmen, eingenommen, ertrag, einkünfte, erlös, eingang, zugang | income, receipts, takings, earnings, in
revenue: umsatz, erlös, verkaufserlös, jahresumsatz | revenue, turnover, sales ~ income
expense: ausgabe, ausgaben, ausgegeben, aufwand, auslage, spesen, unkosten, kosten, abgang | expense, expenses, expenditure, spending, spend, outgoings, cost, out, spent
profit: gewinn, überschuss, ergebnis, deckungsbeitrag | profit, surplus, earnings, margin
loss: verlust, minus, fehlbetrag | loss, deficit
balance: saldo, kontostand, kassenstand, restbetrag, guthaben, bilanz, anfangsbestand | balance, account balance, remaining amount
difference: differenz, unterschied, abweichung, weicht ab, abweichen, fehlmenge | difference, deviation, discrepancy, variance, differ, gap
increase: erhöhung, anstieg, steigerung, zuwachs, teurer, preiserhöhung, erhöht | increase, rise, growth, more expensive, dearer, raised, went up
decrease: senkung, rückgang, minderung, billiger, günstiger, gesenkt | decrease, reduction, drop, cheaper, lowered, went down
budget: budget, etat, kostenrahmen | budget, allowance
account: konto, sachkonto, buchungskonto | account, ledger account
bank: bank, sparkasse, kreditinstitut, bankverbindung, geldinstitut | bank, bank details, bank account
iban: iban, kontonummer | iban, account number ~ number
bic: bic, swift, bankleitzahl, blz | bic, swift, sort code, bank code ~ number
directdebit: lastschrift, sepa-mandat, einzug, abbuchung, bankeinzug | direct debit, mandate
cash: bar, barzahlung, bargeld | cash
card: karte, kreditkarte, ec-karte, kartenzahlung | card, credit card, debit card
paymentmethod: zahlungsart, zahlweise, zahlungsweise | payment method, method of payment
paymentterms: zahlungsbedingungen, zahlungskonditionen | payment terms, terms of payment
currency: währung | currency
euro: euro, eur, € | euro, euros, eur
pound: pfund | pound, pounds, gbp, sterling
dollar: dollar, usd | dollar, dollars, usd
interest: zins, zinsen, zinssatz, verzugszinsen | interest, interest rate
loan: kredit, darlehen | loan, credit
salary: gehalt, lohn, verdienst, vergütung, entlohnung, bezüge | salary, wage, wages, pay, remuneration
bonus: prämie, bonus, sonderzahlung, weihnachtsgeld, urlaubsgeld | bonus, premium
commission: provision, courtage | commission, brokerage
donation: spende, zuwendung | donation, gift
grant: förderung, zuschuss, fördermittel, beihilfe, subvention | grant, subsidy, funding
membershipfee: mitgliedsbeitrag, jahresbeitrag, vereinsbeitrag, beitrag | membership fee, subscription, dues, contribution ~ price
fine: strafe, bußgeld, vertragsstrafe, mahngebühr, säumniszuschlag | fine, penalty, late fee
refund: erstattung, rückerstattung, rückzahlung, zurücküberweisen, rücküberweisung | refund, reimbursement, pay back, repay
reimbursement: kostenerstattung, auslagenersatz, reisekosten, reisekostenabrechnung | travel expenses, expense claim, reimbursement ~ expense
statement: kontoauszug, abrechnung, auszug | statement, account statement ~ document
costcenter: kostenstelle, kostenträger | cost centre, cost center
quarter: quartal, vierteljahr | quarter
depreciation: abschreibung, afa | depreciation
asset: anlage, anlagegut, inventargut, wirtschaftsgut | asset, fixed asset
percent: prozent, prozentsatz, anteil, quote | percent, percentage, share, ratio
average: durchschnitt, mittelwert, durchschnittlich, mittel, schnitt | average, mean
minimum: minimum, mindest, kleinste, niedrigste, mindestens | minimum, min, lowest, smallest, at least
maximum: maximum, höchst, größte, höchste, höchstens | maximum, max, highest, largest, at most
`;
