/** Concepts of goods, stock, delivery, production and projects. */
export const TRADE = `
quantity: menge, anzahl, stückzahl, stück, flaschen, kartons, paletten, mengen, wie viele | quantity, qty, count, units, pieces, number of, bottles, how many, boxes
unit: einheit, me, mengeneinheit, maßeinheit | unit, uom, unit of measure
article: artikel, ware, produkt, erzeugnis, position, gegenstand, sache, teil | article, item, product, goods, part, sku, merchandise
articlenumber: artikelnummer, artikelnr, artnr, teilenummer, produktnummer, bestellnummer | item number, article number, sku, part number, product code ~ number
description: beschreibung, bezeichnung, benennung, text, erläuterung, leistung, betreff | description, designation, details, text, label, particulars
line: position, posten, pos, zeile, rechnungsposition | position, line item, line, entry, pos
stock: bestand, lagerbestand, vorrat, lager, inventar, warenbestand, auf lager, vorrätig | stock, on hand, inventory, in stock, stock level, available
minstock: mindestbestand, meldebestand, sicherheitsbestand, mindestmenge, sollbestand | minimum stock, reorder level, reorder point, min stock, minimum quantity, safety stock, par level
reorder: nachbestellen, nachbestellung, nachbestellt, auffüllen | reorder, restock, replenish
shortage: fehlmenge, fehlbestand, engpass, knapp, mangel, fehlt | shortage, missing quantity, shortfall, short, lacking
storage: lagerort, lagerplatz, regal, fach, lagerraum, schrank, stellplatz | storage location, shelf, bin, rack, storage, location, cupboard
warehouse: lager, lagerhalle, depot | warehouse, depot, storeroom
batch: charge, los, chargennummer, chargennr, losnummer, partie | batch, lot, batch number, lot number
serial: seriennummer, gerätenummer, fabriknummer | serial number, serial, device number ~ number
expiry: verfall, ablauf, haltbarkeit, verfallsdatum, mindesthaltbarkeit, mhd, ablaufdatum, haltbar bis, läuft ab, abgelaufen | expiry, expiry date, expires, best before, use by, expiration, expired, shelf life
category: kategorie, gruppe, warengruppe, rubrik, sparte, klasse, kostenart, artikelgruppe | category, group, class, section, product group
type: art, typ, sorte, variante, modell, form | type, kind, sort, variant, model
brand: marke, fabrikat, hersteller | brand, make
manufacturer: hersteller, produzent, erzeuger, winzer, fabrikant, verlag, autor | manufacturer, maker, producer, grower, publisher
vintage: jahrgang, baujahr, herstellungsjahr, modelljahr, erntejahr | vintage, year made, year built, model year, harvest year
origin: herkunft, ursprung, ursprungsland | origin, country of origin, provenance
colour: farbe, farbton, lackfarbe | colour, color, shade
material: material, werkstoff, holzart, stoff, rohstoff | material, fabric, raw material
size: größe, maß, abmessung, format, umfang, dimension | size, dimension, measure, format, measurement
length: länge, lang | length, long
width: breite, breit | width, wide
height: höhe, hoch | height, high, tall
depth: tiefe, tief | depth, deep
weight: gewicht, masse, schwer, kilogramm | weight, mass, heavy, kilograms
area: fläche, wohnfläche, quadratmeter, nutzfläche | area, surface, square metres, floor space
volume: volumen, inhalt, rauminhalt, liter | volume, capacity, content, litres
temperature: temperatur, kühl, grad | temperature, degrees
quality: qualität, güte, zustand | quality, grade, condition
defect: mangel, defekt, schaden, fehler, beschädigung, bruch, kaputt | defect, fault, damage, error, broken, breakage
delivery: lieferung, anlieferung, auslieferung, zustellung, versand, geliefert, liefern | delivery, shipment, dispatch, delivered, shipping, deliver
deliverydate: liefertermin, lieferdatum, lieferzeit, anlieferungstermin, versanddatum | delivery date, ship date, delivery time, dispatch date ~ date
deliveryterms: lieferbedingungen, versandbedingungen, lieferkonditionen | delivery terms, shipping terms, terms of delivery
package: paket, karton, verpackung, gebinde, kiste, palette, sendung | package, parcel, box, carton, packaging, pallet, case
tracking: sendungsnummer, paketnummer, sendungsverfolgung | tracking number, tracking
carrier: spediteur, spedition, frachtführer, paketdienst | carrier, courier, freight forwarder, haulier
return: rücksendung, retoure, rückgabe, zurückgeben | return, send back, returned goods
complaint: beschwerde, reklamation, beanstandung, beschwert, mängelrüge, unzufrieden, ärger, bemängelt, reklamiert | complaint, claim, complained, unhappy, dissatisfied, grievance
recall: rückruf, rückrufaktion, zurückgerufen | recall, recalled, withdrawal
warranty: garantie, gewährleistung | warranty, guarantee
repair: reparatur, instandsetzung, nachbesserung, ausbesserung, reparieren | repair, fix, mend, rework
maintenance: wartung, instandhaltung, inspektion, pflege, gewartet, prüfung | maintenance, service, servicing, inspection, upkeep
machine: maschine, gerät, anlage, apparat | machine, device, equipment, appliance
tool: werkzeug | tool
vehicle: fahrzeug, auto, wagen, pkw, lkw, transporter, kfz | vehicle, car, van, truck, lorry
licenseplate: kennzeichen, nummernschild, kfz-kennzeichen | licence plate, number plate, registration, license plate
mileage: kilometerstand, laufleistung, kilometer, fahrtstrecke | mileage, odometer, kilometres, miles, distance
fuel: kraftstoff, benzin, diesel, tanken | fuel, petrol, gas, diesel
trip: fahrt, reise, dienstreise, tour | trip, journey, travel, tour
energy: energie, strom, stromverbrauch | energy, electricity, power
consumption: verbrauch | consumption, usage
meter: zähler, zählerstand | meter, meter reading, reading
supplier: lieferant, zulieferer, händler, bezugsquelle, großhändler, kreditor | supplier, vendor, seller, wholesaler
project: projekt, vorhaben, bauvorhaben, objekt, kampagne | project, undertaking, campaign, engagement
task: aufgabe, tätigkeit, arbeit, to-do, erledigung, arbeitsschritt | task, activity, to-do, action item, work
service: leistung, dienstleistung, service, behandlung, angebot | service, treatment, work
hours: stunden, std, stunde, arbeitszeit, zeitaufwand, arbeitsstunden, h, aufwand | hours, hrs, hour, time, time spent, worked
plannedhours: planstunden, sollstunden, geplante stunden, budgetierte stunden, geplant | planned hours, budgeted hours, estimated hours, planned
booked: gebucht, erfasst, verbucht, gebuchte stunden | booked, logged, recorded, tracked
timesheet: stundenzettel, zeiterfassung, stundenliste, zeitnachweis, arbeitszeiten, stundennachweis | timesheet, time sheet, time log, time records
planned: geplant, soll, vorgesehen, plan | planned, target, scheduled, expected
actual: ist, tatsächlich, real | actual, real
progress: fortschritt, stand, fertigstellungsgrad | progress, completion
priority: priorität, dringlichkeit, wichtigkeit, dringend | priority, urgency, urgent, importance
risk: risiko, gefahr | risk, hazard
production: produktion, fertigung, herstellung | production, manufacturing
harvest: ernte, lese, weinlese | harvest, crop, vintage
recipe: rezept, rezeptur | recipe, formula
ingredient: zutat, inhaltsstoff | ingredient
allergen: allergen, unverträglichkeit, allergie | allergen, allergy, intolerance
alcohol: alkohol, alkoholgehalt, vol | alcohol, alcohol content, abv
wine: wein, sekt, rotwein, weißwein | wine, sparkling wine
food: essen, lebensmittel, speise, gericht, mahlzeit, verpflegung | food, meal, dish, catering
drink: getränk | drink, beverage
wood: holz, brett | wood, timber
advert: anzeige, werbung, inserat, annonce, werbemittel | advert, ad, advertisement, advertising
campaign: kampagne, aktion, werbekampagne | campaign, promotion
channel: kanal, medium, vertriebsweg | channel, medium
click: klick, zugriff | click, clicks
impression: einblendung, impression, aufruf, sichtkontakt | impression, impressions, view, views
lead: interessent, anfrage, kontaktanfrage | lead, prospect, inquiry
sale: verkauf, absatz, verkauft | sale, sales, sold
purchase: einkauf, kauf, beschaffung, anschaffung, gekauft | purchase, buying, procurement, bought
newsletter: newsletter, rundbrief, rundschreiben | newsletter, mailing
website: webseite, internetseite, homepage, website, url | website, web page, url, site
software: software, programm, lizenz, anwendung | software, program, licence, application
room: raum, zimmer, saal | room, hall
bicycle: fahrrad, rad, e-bike, velo | bicycle, bike, e-bike, cycle
boat: boot, schiff, yacht | boat, ship, yacht
trailer: anhänger | trailer
door: tür, haustür, tor | door, gate
window: fenster | window
kitchen: küche | kitchen
bathroom: bad, badezimmer | bathroom
roof: dach | roof
floor: boden, fußboden, parkett | floor, flooring
wall: wand, mauer | wall
furniture: möbel, schrank, regal, tisch, stuhl, bank | furniture, cabinet, table, chair, bench
bed: bett | bed
heating: heizung, kessel, therme | heating, boiler
pipe: rohr, leitung | pipe
water: wasser | water
lamp: lampe, leuchte, beleuchtung | lamp, light, lighting
computer: computer, rechner, laptop, notebook | computer, laptop, notebook
printer: drucker | printer
print: druck, drucksache, druckauftrag | print, printing
poster: plakat, poster | poster, placard
brochure: broschüre, prospekt, flyer, faltblatt | brochure, flyer, leaflet
label: etikett, aufkleber | label, sticker
book: buch | book
clothing: kleidung, bekleidung, arbeitskleidung | clothing, clothes, workwear
plant: pflanze, strauch, staude | plant, shrub
tree: baum | tree
flower: blume | flower
bottle: flasche | bottle
cake: kuchen, torte | cake
bread: brot | bread
coffee: kaffee | coffee
beer: bier | beer
key: schlüssel | key
cellar: keller | cellar, basement
`;
