/** Concepts of time, state, documents and office work. */
export const TIME = `
date: datum, tag, am, wann, termin, stichtag | date, day, on, when
time: uhrzeit, zeit, uhr, zeitpunkt | time, clock, o'clock
day: tag, werktag, arbeitstag, tage | day, days, working day
week: woche, kalenderwoche, kw, wöchentlich | week, calendar week, weekly
month: monat, monatlich | month, monthly
year: jahr, jährlich, kalenderjahr | year, yearly, annual
start: beginn, anfang, start, los, losgehen, losgeht, startdatum, von, ab, gültig ab, eintritt, seit, begonnen | start, begin, beginning, start date, from, since, commencement
end: ende, schluss, enddatum, bis, ablauf, austritt, endet, läuft bis | end, end date, until, finish, ends, to, runs until, completion
validfrom: gültig ab, gilt ab, gültig seit, ab wann, wirksam ab, stand | valid from, effective from, in force from, effective date, as of ~ start
validuntil: gültig bis, gilt bis, bindefrist, befristet bis, angebotsfrist | valid until, valid to, valid till, expires on, good until ~ end
valid: gültig, gilt, wirksam, in kraft, aktuell | valid, in force, effective, current, apply, applies
invalid: ungültig, außer kraft, veraltet, überholt, nicht mehr gültig | invalid, no longer valid, superseded, outdated, obsolete
duration: dauer, laufzeit, länge, zeitraum, frist | duration, term, period, length of time
period: zeitraum, periode, abrechnungszeitraum, monat | period, billing period
deadline: frist, termin, abgabetermin, stichtag, bis wann, abgabe | deadline, due date, due, time limit, cut-off, by when
noticeperiod: kündigungsfrist, frist, kündigungszeit | notice period, period of notice, notice, termination period
termination: kündigung, gekündigt, kündigen, auflösung | termination, cancellation, terminate
renewal: verlängerung, erneuerung | renewal, extension
openinghours: öffnungszeiten, geöffnet, sprechzeiten, sprechstunde, ladenöffnungszeiten, geschäftszeiten | opening hours, open, business hours, office hours, opening times
closed: geschlossen, zu, ruhetag | closed, shut
appointment: termin, verabredung, besuch, terminplan, sprechtermin | appointment, booking, visit, appointments, slot
calendar: kalender, terminkalender, terminplan, agenda | calendar, diary, schedule, agenda
event: veranstaltung, ereignis, fest, feier, event | event, party, celebration, function
meeting: besprechung, sitzung, treffen, meeting, versammlung, konferenz, dienstbesprechung | meeting, conference, session, get-together
minutes: protokoll, mitschrift, besprechungsnotiz, gesprächsnotiz | minutes, notes, meeting notes, record ~ note
agreed: vereinbart, beschlossen, abgemacht, beschluss, ausgemacht | agreed, decided, resolved, agreement, decision
decision: entscheidung, beschluss | decision, resolution
fair: messe, ausstellung, markt | fair, trade fair, exhibition, show, market
issued: ausgestellt, rechnungsdatum, ausstellungsdatum, belegdatum | issued, invoice date, issue date, date of issue ~ date
orderdate: auftragsdatum, bestelldatum, bestelltag, auftragseingang | order date, ordered on, date ordered ~ date
received: eingegangen, reingekommen, hereingekommen, erhalten, eingang, eingangsdatum, bekommen | received, came in, receipt date, arrived, got
sent: gesendet, versendet, verschickt, abgeschickt, versandt | sent, posted, mailed, dispatched
created: erstellt, angelegt, erfasst | created, entered
changed: geändert, aktualisiert, änderung | changed, updated, modified, change
ordered: bestellt, beauftragt, aufgegeben | ordered, placed, commissioned
status: status, stand, zustand, bearbeitungsstand, phase | status, state, stage, progress
open: offen, ausstehend, unerledigt, neu, angelegt | open, pending, outstanding, new, to do, unfinished
inprogress: in arbeit, in bearbeitung, laufend, läuft, angefangen, aktiv, begonnen | in progress, active, ongoing, running, started, underway, in work
done: fertig, erledigt, abgeschlossen, beendet, vollendet, fertiggestellt, komplett | done, finished, completed, complete, closed, concluded, ready
cancelled: storniert, abgesagt, abgebrochen, annulliert, storno, widerrufen, ausgefallen | cancelled, canceled, cancellation, called off, void, annulled, revoked
noshow: nicht erschienen, nicht gekommen, ferngeblieben | no show, never turned up, never came, not turned up, failed to appear, did not come
onhold: pausiert, ruhend, zurückgestellt, wartend | on hold, paused, waiting, suspended, postponed
accepted: angenommen, akzeptiert, bestätigt, beauftragt, unterschrieben, genehmigt, zugesagt | accepted, confirmed, approved, signed, agreed
rejected: abgelehnt, verweigert, zurückgewiesen | rejected, declined, refused, denied
confirmed: bestätigt, zugesagt, verbindlich | confirmed, definite
active: aktiv, aktuell, bestehend | active, current, live
inactive: inaktiv, ehemalig, ausgeschieden | inactive, former, dormant
available: verfügbar, frei, lieferbar, vorhanden | available, free, in stock
reserved: reserviert, vorgemerkt, belegt | reserved, booked, occupied
rented: vermietet, verliehen, ausgeliehen | rented, let, hired, lent
sold: verkauft, ausverkauft | sold, sold out
yes: ja, j, wahr, x | yes, y, true
no: nein, n, falsch, kein | no, n, false, none
current: aktuell, derzeit, momentan, gegenwärtig, jetzt, heutig, im moment, zurzeit | current, now, present, at present, today, currently, latest
old: alt, früher, bisherig, vorig, ehemalig, veraltet | old, former, previous, past, outdated
new: neu, neueste, frisch | new, newest, recent, fresh
last: letzte, letzter, letztes, jüngste, zuletzt, neueste | last, latest, most recent, newest
first: erste, erster, erstes, frühest | first, earliest
next: nächste, nächster, kommend, folgend | next, coming, following, upcoming
archive: archiv, ablage, altablage, abgelegt | archive, archived, filed
list: liste, verzeichnis, aufstellung, übersicht, tabelle, register | list, register, overview, table, directory
document: dokument, unterlage, schriftstück, datei, papier | document, paper, file, record
file: datei, akte, dokument | file, document
folder: ordner, verzeichnis, mappe | folder, directory, binder
letter: brief, schreiben, anschreiben | letter, cover letter
mail: mail, e-mail, nachricht, zuschrift, schreiben | mail, email, message, e-mail, wrote
message: nachricht, mitteilung, meldung | message, notice, notification
reply: antwort, rückmeldung, erwiderung, antworten, antworte | reply, answer, response, respond
question: frage, anfrage, rückfrage | question, query, inquiry, enquiry
inquiry: anfrage, preisanfrage, nachfrage | inquiry, enquiry, request, request for quote
request: bitte, wunsch, anforderung, antrag | request, wish, demand, application
application: bewerbung, antrag | application
note: notiz, vermerk, bemerkung, anmerkung, hinweis, kommentar, zettel | note, remark, comment, memo, notes
todo: aufgabenliste, to-do-liste, merkzettel, einkaufszettel, todo | to-do list, todo, to do, checklist, shopping list
idea: idee, vorschlag, anregung | idea, suggestion, proposal
report: bericht, auswertung, report, meldung | report, evaluation, summary
summary: zusammenfassung, überblick, kurzfassung | summary, gist, overview, digest
draft: entwurf, konzept, vorlage | draft, concept
template: vorlage, muster, formular | template, form, sample
photo: foto, bild, aufnahme, fotos | photo, picture, image, photograph
scan: scan, kopie, abzug | scan, copy
logo: logo, signet | logo
attachment: anhang, anlage, beilage | attachment, enclosure
signature: unterschrift, unterzeichnet, signatur | signature, signed
subject: betreff, thema, gegenstand | subject, topic, re
title: titel, überschrift | title, heading
number: nummer, nr, kennung, no | number, no, id, code, ref
customernumber: kundennummer, kundennr, kdnr | customer number, client id, customer id, customer no, client number ~ number
invoicenumber: rechnungsnummer, rechnungsnr, renr, re-nr | invoice number, invoice no, invoice id ~ number
ordernumber: auftragsnummer, auftragsnr, bestellnummer, bestellnr | order number, order id, order no, po number ~ number
projectnumber: projektnummer, projektnr | project number, project id, project code ~ number
employeenumber: personalnummer, personalnr, mitarbeiternummer | employee number, staff id, personnel number, employee id ~ number
code: code, kürzel, kennziffer, schlüssel, abkürzung | code, key, abbreviation, short code
reason: grund, anlass, ursache, zweck, besuchsgrund | reason, cause, purpose
remark: bemerkung, anmerkung | remark, comment, notes ~ note
place: platz, stelle, ort | place, spot, position
step: schritt, stufe | step, stage
condition: bedingung, kondition, voraussetzung | condition, term, terms, requirement
terms: bedingungen, agb, geschäftsbedingungen, konditionen | terms, conditions, terms and conditions
rule: regel, vorschrift, richtlinie, ordnung | rule, regulation, policy, guideline
law: gesetz, recht | law, act
court: gericht, aktenzeichen | court, case number
case: fall, akte, vorgang, mandat | case, matter, file
agreementduration: vertragslaufzeit, mindestlaufzeit | contract term, minimum term ~ duration
limit: grenze, limit, obergrenze | limit, cap, threshold
permission: erlaubnis, genehmigung, einwilligung, zustimmung | permission, permit, consent, approval
access: zugang, zugriff, passwort, schlüssel | access, password, key
emergency: notfall, notruf | emergency
safety: sicherheit, arbeitsschutz | safety, security
accident: unfall, schadensfall | accident, incident
cleaning: reinigung, putzen | cleaning
parking: parkplatz, parken | parking, car park
christmas: weihnachten, heiligabend, weihnachtsfeier | christmas, christmas eve, xmas
easter: ostern | easter
spring: frühjahr, frühling | spring
summer: sommer | summer
autumn: herbst | autumn, fall
winter: winter | winter
morning: morgen, vormittag, vormittags | morning
afternoon: nachmittag, nachmittags | afternoon
evening: abend, abends | evening
weekend: wochenende, samstag | weekend, saturday
`;
