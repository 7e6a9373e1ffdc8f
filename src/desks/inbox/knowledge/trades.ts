/**
 * Things and services of small trades, in the form of `SERVICE`. Each line is one thing in two languages, never a kind with its kinds: what
 * is asked of one is not answered with another.
 */
export const TRADES = `
single: einer, einzel, einfach | single, one-person, one person, single-seat
double: zweier, doppel, doppelt | double, two-person, two person, two-seater, tandem
triple: dreier, dreifach | triple, three-person, three person, three-seater
quadruple: vierer, vierfach | four-person, four person, four-seater
person: person, personen, leute, gast, gäste, teilnehmer | person, persons, people, guest, guests, participants
baking: backen, backkurs, backkurse | baking, baking course, baking courses, bake
weddingcake: hochzeitstorte, hochzeitstorten | wedding cake, wedding cakes
advanceorder: vorbestellung, vorbestellen, vorbestellt | advance order, pre-order, order in advance
platter: platte, platten | platter, platters
adult: erwachsener, erwachsene, erwachsenen | adult, adults, grown-up, grown-ups
teenager: jugendlicher, jugendliche, teenager | teenager, teenagers, young people, youth
family: familie, familien | family, families
company: firma, firmen, unternehmen, gewerbekunde, gewerbekunden, geschäftskunde, geschäftskunden | company, companies, business customer, trade customer
regular: stammkunde, stammkunden | regular customer, regular customers, existing customer
newcustomer: neukunde, neukunden | new customer, new client, new customers
schoolclass: schulklasse, schulklassen | school class, school classes, school group, school groups
school: schule, schulen | school, schools
club: verein, vereine | club, clubs, association
surname: nachname | surname, last name
winter: winter, winterhalbjahr | winter
summer: sommer, sommerhalbjahr | summer
spring: frühling, frühjahr | spring
autumn: herbst | autumn
season: saison | season
evening: abend, abends, feierabend | evening, evenings
morning: vormittag, vormittags, morgens | morning, mornings
afternoon: nachmittag, nachmittags | afternoon, afternoons
noon: mittag, mittags | noon, midday
tour: tour, touren, rundfahrt, ausflug, ausflüge | tour, tours, trip, trips, excursion
daytour: tagestour, tagesausflug, tagesfahrt | day trip, day tour, full-day tour
eveningtour: feierabendtour, abendtour | evening tour, after-work tour
moonlight: mondschein, mondlicht, vollmond | moonlight, full moon
guided: geführt, geführte, geführten, führung, führungen | guided, guide
meetingpoint: treffpunkt | meeting point, meeting place
duration: dauer | duration
kayak: kajak, kajaks | kayak, kayaks
canoe: kanadier, kanu, kanus | canoe, canoes
paddle: paddel | paddle, paddles
rowboat: ruderboot, ruderboote | rowing boat, rowing boats, rowboat
pedalboat: tretboot, tretboote | pedal boat, pedal boats, pedalo
sailboat: segelboot, segelboote | sailing boat, sailing boats, sailboat
motorboat: motorboot, motorboote | motor boat, motor boats, motorboat
electricboat: elektroboot, elektroboote | electric boat, electric boats
lifejacket: schwimmweste, schwimmwesten, rettungsweste, rettungswesten | life jacket, life jackets, life vest, life vests, buoyancy aid
wetsuit: neoprenanzug, neoprenanzüge | wetsuit, wetsuits
drybag: packsack, wasserdichte tonne, trockentonne | dry bag, dry bags, waterproof barrel
swimming: schwimmen | swim, swimming
camping: zelten, camping, campen, zeltplatz, campingplatz | camping, camp, campsite, tent pitch
tent: zelt, zelte | tent, tents
camper: wohnmobil, wohnmobile, reisemobil | camper van, motorhome, motorhomes, camper
caravan: wohnwagen | caravan, caravans
picnic: picknick | picnic
equipment: ausrüstung | equipment, gear
skis: ski, skier, skis | ski, skis
snowboard: snowboard, snowboards | snowboard, snowboards
climbing: klettern | climbing
horse: pferd, pferde | horse, horses
pony: pony, ponys | pony, ponies
riding: reiten, reitstunde, reitstunden | riding, riding lesson, riding lessons
puppy: welpe, welpen | puppy, puppies
rabbit: kaninchen, hase, hasen | rabbit, rabbits
guineapig: meerschweinchen | guinea pig, guinea pigs
bird: vogel, vögel | bird, birds
food: futter | pet food
feeding: füttern, fütterung | feed, feeding
walking: gassi, gassigehen, spazieren, spaziergang | walk, walks, walking, walked, dog walking
kennel: zwinger, hundepension, hundehotel | kennel, kennels, boarding kennel, dog boarding
cattery: katzenpension | cattery
grooming: fellpflege, hundesalon, trimmen | grooming, groom
clawclipping: krallen schneiden, krallenschneiden | nail clipping, claw clipping
vaccination: impfung, impfungen, geimpft, impfen | vaccination, vaccinations, vaccinated, jab
veterinarian: tierarzt, tierärztin | vet, veterinarian, veterinary surgeon
medication: medikament, medikamente, medizin | medication, medicine, medicines
tablet: tablette, tabletten | tablet, tablets, pill, pills
injection: spritze, spritzen, injektion | injection, injections
daycare: tagesbetreuung | day care, daycare
sterilised: kastriert, sterilisiert | neutered, spayed
reception: rezeption, empfang | reception, front desk
fitness: fitness, fitnessstudio | fitness, gym
trainer: trainer, trainerin, trainerstunde | trainer, coach
yoga: yoga | yoga
dance: tanz, tanzen, tanzkurs | dance, dancing, dance class
piano: klavier, klavierunterricht | piano, piano lessons
guitar: gitarre, gitarrenunterricht | guitar, guitar lessons
violin: geige, violine | violin
drums: schlagzeug | drums
tuition: unterricht, unterrichtsstunde, unterrichtsstunden | lessons, tuition
onetoone: einzelunterricht, einzelstunde, einzelstunden | individual lesson, individual lessons, private lesson, private lessons, one-to-one
concert: konzert, konzerte | concert, concerts
hall: saal, halle | hall
sibling: geschwister, bruder, schwester | sibling, siblings, brother, sister
office: büro, sekretariat | office
teacher: lehrer, lehrerin, lehrkraft, lehrkräfte, dozent | teacher, teachers, tutor, instructor
pupil: schüler, schülerin | pupil, pupils
teaching: unterrichten, lehren | teach, teaches, taught
illness: krank, krankheit, erkrankt | ill, illness, sick
madeup: nachholen, nachgeholt, ersatztermin | make up, made up, replacement lesson
schoolholidays: schulferien, ferien | school holidays, holidays
sheetmusic: noten, notenheft | sheet music
cello: cello | cello
flute: flöte, blockflöte, querflöte | flute, recorder
ukulele: ukulele | ukulele
harp: harfe | harp
onlinelesson: onlineunterricht, videounterricht | online lessons, online lesson
restoring: restaurieren, restaurierung | restore, restored, restoration, restoring
digitising: digitalisieren, digitalisierung | digitise, digitised, digitize, digitising
slide: dia, dias | slide, slides
negative: negativ, negative | negatives, negative
aluminium: alu, aluminium | aluminium, aluminum
gilded: vergoldet, gold, golden | gilded, gold, golden
museumglass: museumsglas | museum glass
copyright: urheberrecht, bildrechte | copyright, image rights
commercial: gewerblich, kommerziell, gewerbliche, kommerzielle | commercial, business use
applicationphoto: bewerbungsfoto, bewerbungsfotos, bewerbungsbild | application photo, application photos
newborn: neugeborene, neugeborenes, neugeborenen | newborn, newborns
sitting: fotoshooting, shooting, fototermin | photo shoot, photo session, sitting, session, shoot
moving: verschieben, verlegen, umbuchen | reschedule, rescheduled, move, moved, postpone, rebook
faster: schneller, eilig | faster, quicker, rush, urgent
storing: aufbewahren, aufbewahrung, eingelagert | store, stored, storage
singing: gesang, singen, gesangsunterricht | singing, singing lessons
instrument: instrument, instrumente, leihinstrument | instrument, instruments
driving: fahrstunde, fahrstunden | driving lesson, driving lessons
theory: theorie, theorieunterricht | theory, theory lesson, theory lessons
exam: prüfung, prüfungen | exam, exams, test
certificate: zertifikat, urkunde, bescheinigung, teilnahmebescheinigung | certificate, certificates
tutoring: nachhilfe | tutoring, private tuition
translation: übersetzung, übersetzungen, übersetzen | translation, translations, translate
interpreter: dolmetscher, dolmetschen | interpreter, interpreting
certified: beglaubigt, beglaubigte, beglaubigung | certified, sworn, certification
notary: notar | notary
taxreturn: steuererklärung | tax return
bookkeeping: buchhaltung, buchführung | bookkeeping, accounting
consultation: beratung, beratungsgespräch, erstberatung, erstgespräch | consultation, initial consultation, advice
hourlyrate: stundensatz, stundenlohn | hourly rate
minimumfee: mindestpauschale, mindestgebühr | minimum fee, minimum charge
flatrate: pauschale, pauschalpreis, festpreis | flat rate, flat fee, fixed price, lump sum
surcharge: zuschlag, aufschlag, aufpreis | surcharge, supplement
discount: rabatt, nachlass, ermäßigung, ermäßigt, ermäßigter, vergünstigung | discount, discounts, reduction, reduced, cheaper, concession
tip: trinkgeld | tip, gratuity
receipt: quittung, beleg, kassenbon | receipt
dueday: fällig, fälligkeit, zahlungsziel | due, payment term, payment terms
downpayment: anzahlung, vorauszahlung | deposit, down payment, advance payment
balance: restbetrag, restzahlung, rest | balance, remainder
lateness: verspätung, verspätet, zu spät | late, delay, delayed, lateness
loss: verlust, verloren | loss, lost
notice: kündigung, kündigungsfrist, kündigen | notice, notice period, give notice
contract: vertrag, vertragslaufzeit, laufzeit | contract, term, contract term
subscription: abo, abonnement | subscription
pointcard: zehnerkarte, 10er-karte, mehrfachkarte | ten-class pass, punch card, multi-visit pass
dayticket: tageskarte | day ticket, day pass
ticket: eintrittskarte, eintritt, karte, ticket | ticket, admission, entrance fee
wedding: hochzeit, hochzeiten, trauung | wedding, weddings
birthdayparty: kindergeburtstag, geburtstagsfeier | birthday party, children's birthday
party: feier, feiern, party | party, parties, celebration
funeral: beerdigung, bestattung, trauerfeier | funeral
photographer: fotograf, fotografin | photographer
photo: foto, fotos, bild, bilder | photo, photos, picture, pictures, photograph, photographs
passportphoto: passbild, passbilder, passfoto, passfotos | passport photo, passport photos
portrait: portrait, porträt, portraits | portrait, portraits
frame: rahmen, bilderrahmen | frame, frames, picture frame
canvas: leinwand | canvas
video: video, film | video, film
drone: drohne, drohnenaufnahmen | drone, drone footage
bouquet: blumenstrauß, strauß, sträuße, brautstrauß | bouquet, bouquets
wreath: kranz, kränze, adventskranz | wreath, wreaths
rose: rose, rosen | rose, roses
balcony: balkon, balkonpflanzen | balcony
lawn: rasen | lawn, turf
mowing: rasenmähen, mähen | mowing, mow, lawn mowing
hedge: hecke, hecken, heckenschnitt | hedge, hedges, hedge trimming
garden: garten, gärten | garden, gardens
gardening: gartenarbeit, gartenpflege | gardening, garden maintenance
firewood: brennholz, kaminholz | firewood, logs
fence: zaun, zäune | fence, fencing
paving: pflaster, pflastern | paving
painter: maler, malerarbeiten, streichen | painter, painting, paint
wallpaper: tapete, tapezieren | wallpaper, wallpapering
tile: fliese, fliesen, fliesenlegen | tile, tiles, tiling
plumber: klempner, installateur | plumber, plumbing
electrician: elektriker | electrician
carpenter: tischler, schreiner, schreinerei | carpenter, joiner
locksmith: schlüsseldienst | locksmith
chimney: kamin, schornstein | chimney, fireplace
stove: ofen, kaminofen | stove
boiler: heizkessel, therme | boiler
leak: leck, undicht | leak, leaking
emergency: notfall, notdienst, notfalldienst, bereitschaft | emergency, emergency service, out of hours, call-out
windowcleaning: fensterreinigung, fenster putzen | window cleaning
carpet: teppich, teppiche | carpet, carpets, rug, rugs
curtain: vorhang, vorhänge, gardine, gardinen | curtain, curtains
upholstery: polsterei, polstern, polster | upholstery, upholstered
sofa: sofa, couch | sofa, couch
mattress: matratze, matratzen | mattress, mattresses
removal: umzug, umzüge | removal, house move, moving house
storageroom: lagerraum, einlagern, einlagerung | storage unit
packing: verpackungsmaterial, umzugskarton, umzugskartons | packing material, moving boxes
laundry: wäsche, wäscherei | laundry
drycleaning: chemische reinigung, textilreinigung | dry cleaning
ironing: bügeln | ironing
shirt: hemd, hemden | shirt, shirts
trousers: hose, hosen | trousers, pants
dress: kleid, kleider | dress, dresses
suit: anzug, anzüge | suit, suits
coat: mantel, mäntel | coat, coats
jacket: jacke, jacken | jacket, jackets
hemming: kürzen, säumen | shorten, hem, hemming, shortening
alteration: änderung, änderungen, änderungsschneiderei | alteration, alterations
zip: reißverschluss | zip, zipper
shoe: schuh, schuhe | shoe, shoes
sole: sohle, sohlen, besohlen | sole, soles, resole
heel: absatz, absätze | heel, heels
ring: ring, ringe, trauring, trauringe | ring, rings
engraving: gravur, gravieren | engraving, engrave
watch: uhr, armbanduhr | watch, wristwatch
strap: armband, uhrenarmband | strap, watch strap
glasses: brille, brillen | glasses, spectacles
contactlens: kontaktlinse, kontaktlinsen | contact lens, contact lenses
eyetest: sehtest | eye test, sight test
hearingaid: hörgerät, hörgeräte | hearing aid, hearing aids
physiotherapy: physiotherapie, krankengymnastik | physiotherapy, physio
prescription: rezept, verordnung | prescription
pedicure: pediküre, fußpflege | pedicure, foot care
manicure: maniküre | manicure
nails: nägel, fingernägel | nails, nail
facial: gesichtsbehandlung, gesichtspflege | facial, face treatment
waxing: waxing, enthaarung | waxing, hair removal
makeup: make-up, schminken | make-up, makeup
highlights: strähnen, strähnchen | highlights
perm: dauerwelle, dauerwellen | perm
blowdry: föhnen | blow-dry, blow dry
washing: waschen | wash, washing
appointment: termin, termine, terminvereinbarung | appointment, appointments
waiting: wartezeit, wartezeiten | waiting time, waiting list
tyre: reifen | tyre, tyres, tire, tires
tyrechange: reifenwechsel, radwechsel | tyre change, tire change, wheel change
oilchange: ölwechsel | oil change
brake: bremse, bremsen | brake, brakes
brakepad: bremsbelag, bremsbeläge | brake pad, brake pads
chain: kette | chain
gear: schaltung, gangschaltung | gears, shifting, derailleur
light: licht, beleuchtung | lights, lighting
puncture: platten, plattfuß, reifenpanne | puncture, flat tyre, flat tire
tube: schlauch, schläuche | inner tube, tube, tubes
saddle: sattel | saddle
carwash: autowäsche, wagenwäsche | car wash
rentalcar: mietwagen, leihwagen, ersatzwagen | rental car, courtesy car, hire car
mot: hauptuntersuchung, tüv, hu | mot, roadworthiness test
trailer: anhänger | trailer, trailers
van: transporter, lieferwagen | van, vans
laptop: laptop, notebook, laptops | laptop, laptops, notebook
harddisk: festplatte, festplatten, ssd | hard disk, hard drive, ssd
virus: virus, viren, virenentfernung | virus, viruses, virus removal
datarecovery: datenrettung, datenwiederherstellung | data recovery
printer: drucker | printer, printers
webdesign: webdesign, webseitenerstellung | web design
hosting: hosting, webhosting | hosting, web hosting
logo: logo, logos | logo, logos
cake: kuchen, torte, torten, geburtstagstorte | cake, cakes, birthday cake
bread: brot, brote | bread, loaf, loaves
roll: brötchen, semmel, semmeln | roll, rolls, bread roll
coffee: kaffee | coffee
tea: tee | tea
wine: wein, weine | wine, wines
winetasting: weinprobe, weinverkostung | wine tasting
beer: bier, biere | beer, beers
juice: saft, säfte | juice, juices
honey: honig | honey
jam: marmelade, konfitüre | jam
cheese: käse | cheese
egg: ei, eier | egg, eggs
meat: fleisch | meat
sausage: wurst, würste, bratwurst | sausage, sausages
fish: fisch | fish
buffet: buffet, büfett | buffet
menu: speisekarte | menu
table: tisch, tische | table, tables
terrace: terrasse | terrace, patio
privateroom: nebenraum, nebenzimmer | private room, function room
highchair: hochstuhl, kinderstuhl | high chair, highchair
corkage: korkgeld | corkage
lactosefree: laktosefrei | lactose-free, dairy-free
nut: nuss, nüsse | nut, nuts
smoking: rauchen, raucher, nichtraucher | smoking, smoke, smokers, non-smoking
holidayflat: ferienwohnung, ferienwohnungen | holiday flat, holiday apartment, self-catering flat
kitchenette: kochnische, küchenzeile | kitchenette
bedlinen: bettwäsche | bed linen, bedding, sheets
finalcleaning: endreinigung | final cleaning, cleaning fee
airconditioning: klimaanlage, klimatisiert | air conditioning, air-conditioned
garage: garage, tiefgarage | garage, underground garage
luggage: gepäck, koffer | luggage, suitcase, suitcases, bags
extrabed: zustellbett, zusatzbett | extra bed
quiet: nachtruhe, ruhezeit | quiet hours
balconyroom: balkonzimmer | room with balcony
train: zug, bahn | train, trains
bus: bus, busse, haltestelle | bus, buses, bus stop
taxi: taxi, taxis | taxi, taxis, cab
car: auto, autos, pkw | car, cars
charging: ladestation, ladesäule, wallbox | charging station, ev charging
photocopy: kopie, kopien, kopieren | copy, copies, photocopy, photocopies
scan: scan, scannen, digitalisieren, digitalisierung | scan, scanning, digitise, digitising
lamination: laminieren, laminierung | laminate, lamination
binding: bindung, binden, spiralbindung | binding
envelope: umschlag, umschläge, briefumschlag | envelope, envelopes
banner: banner, transparent | banner, banners
postcard: postkarte, postkarten | postcard, postcards
invitation: einladung, einladungskarte, einladungskarten | invitation, invitations
calendar: kalender | calendar, calendars
tshirt: t-shirt, t-shirts | t-shirt, t-shirts
mug: tasse, tassen | mug, mugs
embroidery: stickerei, besticken | embroidery
stamp: stempel | stamp, rubber stamp
colourprint: farbdruck, farbkopie, farbkopien | colour print, colour copy, colour copies
blackwhite: schwarzweiß, schwarz-weiß | black and white, black-and-white
size: größe, größen | size, sizes
small: klein, kleine, kleiner, kleines, kleinen | small
medium: mittel, mittlere, mittlerer, mittelgroß, mittelgroße, mittelgroßer | medium, medium-sized
large: groß, große, großer, großes, großen | large, big
heavy: schwer | heavy
`;
