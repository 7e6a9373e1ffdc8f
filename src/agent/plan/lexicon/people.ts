/** Concepts of people, organisations, places, contact and care. */
export const PEOPLE = `
customer: kunde, kundin, auftraggeber, mandant, käufer, besteller, abnehmer, klient, debitor, kundschaft | customer, client, buyer, account, purchaser
patient: patient, patientin, tier | patient, animal, pet
tenant: mieter, mieterin, pächter | tenant, renter, lessee
landlord: vermieter, eigentümer, hausverwaltung | landlord, lessor
owner: besitzer, halter, eigentümer, inhaber, tierhalter | owner, holder, proprietor, keeper
member: mitglied, vereinsmitglied | member
guest: gast, besucher, gäste | guest, visitor
student: schüler, student, teilnehmer, kursteilnehmer, lernende | student, pupil, participant, attendee, learner
teacher: lehrer, dozent, trainer, kursleiter, referent, ausbilder | teacher, instructor, trainer, lecturer, tutor
employee: mitarbeiter, mitarbeiterin, angestellter, beschäftigter, kollege, personal, belegschaft, bearbeiter | employee, staff, worker, colleague, staff member, team member
team: team, mannschaft, abteilung, belegschaft | team, crew, department, staff
manager: leiter, chef, vorgesetzter, geschäftsführer, betreuer, verantwortlich, zuständig, ansprechpartner | manager, head, boss, supervisor, lead, director, responsible
apprentice: azubi, auszubildender, lehrling, praktikant | apprentice, trainee, intern, junior
role: rolle, funktion, stelle, position, beruf, aufgabe | role, function, job title, position, occupation
contact: kontakt, ansprechpartner, ansprechperson, kontaktperson, gesprächspartner | contact, contact person, point of contact
person: person, mensch, name, wer, jemand | person, people, who, individual
name: name, bezeichnung, benennung, titel | name, title
firstname: vorname, rufname | first name, given name, forename
lastname: nachname, familienname, zuname | last name, surname, family name
fullname: vor- und nachname, vollständiger name | full name, first and last name
salutation: anrede, grußformel | salutation, greeting, form of address
company: firma, unternehmen, betrieb, gesellschaft, gmbh | company, firm, business, organisation, organization
department: abteilung, bereich, ressort | department, division, unit
branch: filiale, niederlassung, standort, zweigstelle | branch, office, site, outlet
association: verein, verband | association, club, society
authority: behörde, amt, finanzamt | authority, office, tax office
lawyer: anwalt, rechtsanwalt, kanzlei, notar | lawyer, attorney, solicitor, law firm, notary
taxadviser: steuerberater, buchhalter, buchhaltung | tax adviser, accountant, bookkeeper, accounting
doctor: arzt, ärztin, praxis, tierarzt, mediziner | doctor, physician, vet, veterinarian, surgeon, practice
nurse: pfleger, schwester, helferin, pflegekraft, arzthelferin | nurse, assistant, carer
partner: partner, geschäftspartner | partner
sender: absender, von, verfasser | sender, from, author
recipient: empfänger, an, adressat | recipient, to, addressee
phone: telefon, telefonnummer, tel, rufnummer, festnetz, anrufen, durchwahl, fon | phone, telephone, phone number, tel, call, ring, extension
mobile: mobil, handy, mobilnummer, handynummer, mobiltelefon | mobile, cell, mobile number, cell phone ~ phone
fax: fax, telefax | fax
email: e-mail, email, mail, mailadresse, e-mail-adresse | email, e-mail, mail, email address
address: adresse, anschrift, postanschrift, lieferadresse, rechnungsadresse | address, postal address, mailing address
street: straße, str, hausnummer | street, road, house number
city: ort, stadt, wohnort, gemeinde, sitz | city, town, place, locality
postcode: plz, postleitzahl | postcode, zip, zip code, postal code
country: land, staat, nation | country, state, nation
region: region, gebiet, bundesland, bezirk, landkreis | region, area, county, district, territory
location: ort, standort, treffpunkt, veranstaltungsort, wo | location, venue, place, where
birthday: geburtstag, geburtsdatum, geboren, geb, alter | birthday, date of birth, born, birth date, dob
age: alter, lebensalter, alt | age, old
gender: geschlecht | gender, sex
nationality: staatsangehörigkeit, nationalität | nationality, citizenship
language: sprache | language
identitycard: ausweis, personalausweis, reisepass | passport, identity card, id card
socialsecurity: sozialversicherung, sozialversicherungsnummer, krankenkasse, versichertennummer | social security, national insurance, health insurance
insurance: versicherung, police, versicherer, haftpflicht | insurance, policy, insurer, cover
species: tierart, art, gattung, spezies | species, kind of animal
breed: rasse | breed
dog: hund, rüde, hündin | dog, dogs, puppy
cat: katze, kater | cat, cats, kitten
horse: pferd, stute, hengst | horse, mare, stallion
rabbit: kaninchen, hase | rabbit, bunny
bird: vogel, huhn | bird, chicken, hen
chip: chip, mikrochip, chipnummer, transponder | chip, microchip, chip number, microchip number, transponder
vaccination: impfung, impfen, geimpft, impfstoff, auffrischung | vaccination, vaccine, jab, immunisation, booster, vaccinated
diagnosis: diagnose, befund, krankheit, erkrankung | diagnosis, finding, disease, illness, condition
symptom: symptom, beschwerden | symptom, complaint
treatment: behandlung, therapie, eingriff, operation, op, maßnahme | treatment, therapy, procedure, surgery, operation
medicine: medikament, arznei, arzneimittel, wirkstoff, präparat, medizin | medicine, drug, medication, pharmaceutical
dose: dosis, dosierung | dose, dosage
labreport: laborbericht, laborbefund, befund, blutbild, laborwerte, blutwerte | lab report, blood report, blood results, test results, laboratory report ~ report
labtest: test, untersuchung, laborwert, messwert, parameter, prüfung | test, parameter, examination, measurement, analysis
result: ergebnis, resultat, messwert, befund | result, outcome, reading, finding, value
reference: referenz, referenzbereich, normbereich, normalwert, sollbereich | reference, reference range, normal range
xray: röntgen, röntgenbild | x-ray, xray, radiograph
sample: probe, muster, entnahme | sample, specimen
course: kurs, lehrgang, seminar, schulung, fortbildung, unterricht, workshop | course, class, training, seminar, lesson, workshop
exam: prüfung, klausur, test, examen | exam, test, examination
grade: note, zensur, bewertung | grade, mark, score, rating
child: kind, kinder, sohn, tochter | child, children, son, daughter
family: familie, haushalt | family, household
wife: frau, ehefrau, gattin | wife, spouse
vacation: urlaub, ferien, betriebsferien, urlaubstage, resturlaub, abwesenheit | holiday, vacation, leave, holidays, days off, time off, annual leave
sickleave: krank, krankmeldung, krankheitstage, krankschreibung, au | sick leave, sick, sickness, sick days, absence
shift: schicht, dienst, dienstplan, einsatz | shift, duty, roster, rota
oncall: bereitschaft, bereitschaftsdienst, notdienst, rufbereitschaft, notfalldienst | on call, on-call, emergency duty, standby
rota: dienstplan, schichtplan, einsatzplan, bereitschaftsplan, wochenplan | rota, roster, schedule, duty roster, shift plan
vet: tierarzt, tierärztin, veterinär | vet, veterinarian, veterinary surgeon
subscription: abo, abonnement | subscription
apartment: wohnung, mietwohnung, apartment, appartement, einheit | apartment, flat, unit
house: haus, gebäude, immobilie, objekt | house, building, property
construction: bau, baustelle, umbau | construction, building site, renovation
garden: garten, gartenbau | garden, gardening
school: schule, grundschule, kita, kindergarten | school, primary school, kindergarten, nursery
hotel: hotel, pension, gasthaus | hotel, inn, guesthouse
restaurant: restaurant, gaststätte, café, wirtschaft | restaurant, cafe, pub
shop: laden, geschäft, filiale | shop, store
bakery: bäckerei, bäcker | bakery, baker
farm: hof, bauernhof, landwirtschaft, gut | farm, agriculture
museum: museum, ausstellung | museum, exhibition
`;
