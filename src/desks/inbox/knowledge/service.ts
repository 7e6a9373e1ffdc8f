/**
 * Concepts of what customers ask small firms, beyond those of office life (`agent/plan/lexicon`), in the same form: `id: german, words |
 * english, words`. They let a question in one language find a fact in the other.
 */
export const SERVICE = `
parking: parkplatz, parkplätze, parken, parkmöglichkeit, parkmöglichkeiten | parking, park, car park
stepfree: barrierefrei, barrierefreiheit, rampe, rollstuhl, rollstuhlfahrer, stufenlos, rollstuhlgerecht, behindertengerecht | wheelchair, ramp, step-free, accessible, barrier-free, without steps, accessibility
toilet: toilette, wc | toilet, restroom, bathroom
dog: hund, hunde, vierbeiner | dog, dogs
cat: katze, katzen | cat, cats
pet: haustier, haustiere | pet, pets
voucher: gutschein, gutscheine, geschenkgutschein | voucher, vouchers, gift card, gift voucher, gift certificate
giftwrap: geschenkverpackung, geschenkpapier | gift wrapping, gift wrap
breakfast: frühstück, frühstücken | breakfast
lunch: mittagessen, mittagstisch | lunch
dinner: abendessen | dinner, evening meal, supper
meal: verpflegung, essen, mahlzeit | meal, food, catering
drink: getränk, getränke | drink, drinks, beverages
vegan: vegan | vegan
vegetarian: vegetarisch | vegetarian
glutenfree: glutenfrei | gluten-free, gluten free
allergy: allergie, allergien, allergene | allergy, allergies, allergens
checkin: anreise, einchecken, ankunft, anreisen | check in, check-in, checkin, arrival, arrive
checkout: abreise, auschecken, abreisen | check out, check-out, checkout, departure, depart
wifi: wlan, w-lan, internet | wifi, wi-fi, wlan, internet
cancelling: stornierung, stornieren, storno, absagen, absage, abmelden | cancel, cancellation, cancelling
bicycle: fahrrad, fahrräder, rad, räder | bike, bicycle, bikes, bicycles, cycle
ebike: e-bike, e-bikes, pedelec, elektrofahrrad | e-bike, e-bikes, electric bike
rental: verleih, verleihen, leihen, ausleihen, mieten, vermieten | rent, rental, hire, lend
touristtax: kurtaxe, ortstaxe, kurbeitrag | tourist tax, visitor's tax, city tax
lift: aufzug, lift, fahrstuhl | lift, elevator
cot: kinderbett, babybett, gitterbett | cot, crib, baby bed
highseason: hauptsaison, hochsaison | high season, peak season, main season
lowseason: nebensaison, vorsaison, nachsaison | low season, off season, off-season
singleroom: einzelzimmer | single room, single rooms
doubleroom: doppelzimmer | double room, double rooms
familyroom: familienzimmer | family room, family rooms
suite: suite | suite
lakeview: seeseite, seeblick | lake view, lakeside, view of the lake
courtyard: hof, hofseite, innenhof | courtyard
lake: see, badesee | lake
beach: strand, badestrand | beach
towel: handtuch, handtücher | towel, towels
sauna: sauna | sauna
pool: schwimmbad, pool | pool, swimming pool
transfer: transfer, abholservice, shuttle | transfer, shuttle, pick-up service
airport: flughafen | airport
station: bahnhof | station, train station
night: nacht, nächte, übernachtung | night, nights
screen: display, bildschirm, displaytausch | screen, display
battery: akku, batterie | battery
handset: handy, smartphone, mobiltelefon | mobile phone, smartphone, phone, phones
chargingport: ladebuchse, ladeanschluss | charging port, charging socket
charger: ladegerät, netzteil | charger, power adapter
case: hülle, schutzhülle | case, cover
camera: kamera | camera
waterdamage: wasserschaden | water damage
diagnosis: diagnose, fehlersuche, fehlerdiagnose | diagnosis, diagnostics
backup: datensicherung, backup | backup, back up, backed up
data: daten | data
mailin: einschicken, einsenden | mail in, mail-in, send in
returnshipping: rückversand | return shipping, return postage
estimate: kostenvoranschlag, kva | cost estimate, quotation, estimate
poster: plakat, plakate, poster | poster, posters
flyer: flyer, flugblatt, handzettel | flyer, flyers, leaflet, leaflets
businesscard: visitenkarte, visitenkarten | business card, business cards
brochure: broschüre, broschüren, prospekt | brochure, brochures, booklet
sticker: aufkleber | sticker, stickers
gloss: glänzend | gloss, glossy
matt: matt | matt, matte
recycled: recycelt, recyclingpapier, recycling | recycled
design: gestaltung, gestalten, entwurf, layout, design | design, layout, artwork
proof: probedruck, korrekturabzug, andruck | proof
printing: druck, drucken, bedrucken | print, printing, printed
paper: papier | paper
fileformat: dateiformat, dateiformate, datenformat | file format, file formats
cheque: scheck, schecks | cheque, cheques
invoicepay: kauf auf rechnung | pay by invoice, purchase on account
instalments: ratenzahlung, raten, ratenkauf | instalments, installments, instalment
banktransfer: überweisung, überweisen, banküberweisung | bank transfer, wire transfer
debitcard: ec-karte, girocard | debit card
creditcard: kreditkarte, kreditkarten | credit card, credit cards
soil: erde, blumenerde, pflanzerde | soil, potting soil, compost
peatfree: torffrei | peat-free, peat free
bulb: blumenzwiebel, blumenzwiebeln | bulb, bulbs, flower bulbs
seed: saatgut, samen | seed, seeds
plant: pflanze, pflanzen, einpflanzen | plant, plants, planting
tree: baum, bäume | tree, trees
appletree: apfelbaum, apfelbäume | apple tree, apple trees
fruittree: obstbaum, obstbäume | fruit tree, fruit trees
pruning: schnitt, schneiden, rückschnitt, schnittkurs | pruning, prune, pruning course
salesroom: verkaufsraum, ladenlokal, geschäft, laden | sales room, shop, store, showroom
workshop: workshop, kurs, seminar | workshop, course, class
lesson: stunde, unterrichtsstunde, probestunde | lesson
trial: probe, schnupper, probestunde, schnupperkurs | trial, taster
beginner: anfänger, einsteiger | beginner, beginners
registration: anmeldung, anmelden | registration, register, sign up, enrolment
membership: mitgliedschaft, mitglied | membership, member
place: platz, plätze | place, places, seat, seats, spots
baby: baby, babys, säugling | baby, babies
age: alter, mindestalter | age, minimum age
senior: senior, senioren, rentner | senior, seniors, pensioners
student: student, studenten, studierende, schüler | student, students
group: gruppe, gruppen | group, groups
collect: abholung, abholen, selbstabholung | collection, collect, pick up, pickup, pick-up
express: express, eilversand, expressversand | express, rush, priority
sameday: am selben tag, taggleich | same day, same-day
delivering: lieferung, liefern, geliefert, lieferzeit, lieferfrist, lieferdauer, liefertermin, anlieferung, zustellung | delivery, deliver, delivers, delivered, delivery time
shipping: versand, porto, versandkosten, verschicken, versenden, zuschicken | postage, shipping, shipment, post
mistake: fehler, falsch, fehlerhaft, mangel | mistake, error, wrong, faulty
bag: sack, säcke, beutel, tüte | bag, bags
booking: buchen, buchung, reservieren, reservierung, vergeben | book, booking, reservation, reserve
online: online, website, webseite, internetseite | online, website
secondhand: gebraucht, gebrauchte | second-hand, second hand, used, pre-owned
children: kind, kinder, sohn, tochter | child, children, son, daughter, kids
men: herren, männer, mann | men, gentlemen
women: damen, frauen | women, ladies
beard: bart | beard
haircare: pflege, haarpflege | care
deposit: kaution, pfand | deposit
theft: diebstahl | theft
repairing: reparatur, reparieren | repair, repairs
servicing: wartung, inspektion | service, servicing
helmet: helm, helme | helmet, helmets
abroad: ausland, auslandsversand, international | abroad, international, overseas
withdrawal: widerruf, widerrufsrecht | withdrawal, right of withdrawal
exchange: umtausch, umtauschen | exchange
returning: rückgabe, zurückgeben, zurücksenden, retoure | return, returns, return policy, send back
guarantee: garantie, gewährleistung | warranty, guarantee
radius: umkreis | radius, within
minimumorder: mindestbestellwert, mindestbestellmenge, mindestabnahme | minimum order, minimum order value
ordervalue: bestellwert, warenwert | order value, value of goods
travelcost: anfahrt, anfahrtskosten, anfahrtspauschale | travel cost, travel charge, call-out charge, call-out fee
homevisit: hausbesuch, hausbesuche, vor ort | home visit, on site, on-site
assembly: montage, aufbau, aufbauen, montieren | assembly, installation, install, fitting
disposal: entsorgung, entsorgen, altgerät | disposal, dispose, take-back
telephone: telefon, tel, telefonnummer, rufnummer, telefonisch, anrufen | phone number, tel, telephone, telephone number, phone, call
email: e-mail, e-mail-adresse, mailadresse, email | e-mail, email, e-mail address, email address
address: adresse, anschrift, standort, anfahrtsweg | address, location, directions
valid: gültig, gelten, gilt, gültigkeit | valid, validity
bringing: mitbringen, mitnehmen | bring
allowed: erlaubt, gestattet, willkommen, zulässig | allowed, permitted, welcome
included: inbegriffen, enthalten, inklusive, inkl | included, includes, including
holidays: feiertag, feiertage, feiertagen | bank holiday, bank holidays, public holiday, public holidays
companyholiday: betriebsferien, betriebsurlaub | company holidays, closed for holidays, annual closure
january: januar | january
february: februar | february
march: märz | march
april: april | april
may: mai | may
june: juni | june
july: juli | july
august: august | august
september: september | september
october: oktober | october
november: november | november
december: dezember | december
monday: montag, montags | monday, mondays
tuesday: dienstag, dienstags | tuesday, tuesdays
wednesday: mittwoch, mittwochs | wednesday, wednesdays
thursday: donnerstag, donnerstags | thursday, thursdays
friday: freitag, freitags | friday, fridays
saturday: samstag, samstags, sonnabend | saturday, saturdays
sunday: sonntag, sonntags | sunday, sundays
weekend: wochenende, wochenenden | weekend, weekends
christmas: weihnachten, heiligabend, weihnachtstag | christmas, christmas eve
newyear: silvester, neujahr | new year, new year's eve
easter: ostern, ostermontag, karfreitag | easter, good friday, easter monday
germany: deutschland, deutschlandweit | germany
austria: österreich | austria
switzerland: schweiz | switzerland
france: frankreich | france
netherlands: niederlande, holland | netherlands, holland
britain: großbritannien, england, vereinigtes königreich, uk | uk, united kingdom, great britain, britain, england
ireland: irland | ireland
italy: italien | italy
spain: spanien | spain
europe: europa, eu | europe, eu
usa: usa, amerika | usa, united states
red: rot | red
blue: blau | blue
green: grün | green
black: schwarz | black
white: weiß | white
grey: grau | grey, gray
wood: holz | wood, wooden
oak: eiche | oak
leather: leder | leather
wool: wolle | wool
cotton: baumwolle | cotton
steel: stahl, edelstahl | steel, stainless steel
glass: glas | glass
organic: bio, biologisch, ökologisch | organic
sustainable: nachhaltig | sustainable
recommended: empfohlen, empfehlen, empfehlung | recommended, recommend, recommendation
tradein: ankauf, inzahlungnahme, ankaufen | trade-in, buy-back
key: schlüssel, schlüsselkasten | key, key box
haircut: haarschnitt | haircut
colouring: färben, coloration | colouring, dyeing
massage: massage | massage
cleaning: reinigung, putzen, säuberung | cleaning
insurance: versicherung, versichert | insurance, insured
licence: führerschein | driving licence, driver's license
idcard: ausweis, personalausweis | id card, id, identity card
`;
