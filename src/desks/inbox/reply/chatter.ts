import { isStopWord } from "../../../agent/index.ts";
import { fold, stem } from "../../../files/index.ts";

/**
 * Words that a question may hold and its answer need not: what the writer wants to know ("kindly tell me"), how they feel, why they ask, and
 * verbs that any matter can have. Whatever is not here must stand in what answers.
 */
const CHATTER = `
  wissen weiss sagen sag mitteilen teilen erfahren interessieren interessiere interessiert interesse brauchen brauche braeuchte benoetigen
  benoetige haette haetten wuerde wuerden moechte moechten koennte koennten suchen suche planen plane plant fragen frage fragte nachfragen
  anfrage nachfrage rueckmeldung info infos information informationen auskunft antwort bescheid hallo guten tag morgen abend moin servus
  liebe lieber sehr geehrte geehrter damen herren herr frau gruss gruesse freundlich freundlichen freundliche viele beste besten lg mfg danke
  dank vielen vorab voraus gern gerne bitte mal kurz eben eigentlich aktuell derzeit momentan zurzeit zur zeit inzwischen mittlerweile
  ungefaehr etwa circa ca rund genau insgesamt zusammen gesamt ueberhaupt vielleicht eventuell normalerweise generell grundsaetzlich
  wirklich leider natuerlich bereits schon noch auch nur erst immer wieder weiterhin gleich bald spaeter vorher nachher dann dort dorthin
  hierher dahin davon dazu dabei dafuer damit daran darin dieser diese dieses jeder jede jedes beide beides paar einige mehrere viele
  gibt geben haben hat habt habe hatte hatten seid koennt wollt sollt duerft muesst sein sind ist werden wird kann koennen darf duerfen muss muessen soll sollen will wollen machen macht gehen geht
  kommen kommt bekommen bekomme erhalten bieten bietet anbieten fuehren fuehrt verkaufen verkauft nehmen nimmt annehmen akzeptieren
  uebernehmen ermoeglichen moeglich moeglichkeit verfuegbar finden finde findet liegen liegt befinden befindet stehen steht laufen
  dauern dauert kosten kostet kostete gekostet zahlen zahle bezahlen zahlt betragen betraegt gelten gilt stimmt stimmen richtig korrekt
  bedeuten beziehungsweise bzw einzeln stueck euro eur preis preise kosten betrag hoehe teuer guenstig extra zusaetzlich
  bestellung bestellen bestelle kaufen kaufe kauf homepage prospekt katalog seite laut gelesen gesehen
  gehoert neu neue neuen neues neuer letztes letzte letzten naechste naechsten naechstes jahr jahre jahren woche monat        
  schenken geschenk geburtstag zwar deshalb deswegen daher naemlich sonst bezueglich betreff hinsichtlich falls sobald ob wenn weil
  bestaetigen uns unserer unser wir ich mein meine man sie ihr ihre ihnen ihren ihrem euch eure euer bei von fuer mit nach aus zu
  team kollege kollegin drueben oft schnell weit viel wieviel welche welcher welches
  welchem welchen nun also mindestens maximal hoechstens gar ganz solche einer eine eines eins zeitpunkt uhr
  hello hi hey dear sir madam morning afternoon evening regards wishes best kind thanks thank cheers please wondering wonder know tell
  like would could should might love hope hoping need want wanted looking look interested interest ask asking asked question questions
  enquiry inquiry information info confirm quick quickly just also still currently presently usually normally generally actually really
  perhaps maybe possible possibly able available offer offers offering have has had get gets getting got give gives provide provides do
  does did make makes made take takes taking taken go goes come comes came sell sells selling buy buying purchase order ordering ordered
  accept accepts allow let say says said told promised colleague present birthday 
  cost costs costing price prices priced charge charges charged much many money pay paying fee euro euros pound pounds eur gbp usd
  right correct true altogether together total overall each per piece one ones some any another other others too well around about
  approximately roughly near nearby close away there here back again yet already soon later now then when where which what who whom
  whose how far old new next last year week month day days today tomorrow your yours our ours my mine we us i me
  you it its they them their those these this that for with from into onto during before after until till by of off in on at to and or
  but if whether because since while kindly sure good great nice lovely team page catalogue brochure read
  saw seen heard something anything somebody arrive arrived send sent sending show found find mean means thing things time times people
  work works use using keep will shall extra additional happy help find 
  bestellwert warenwert mindestbestellwert hoeher funktionieren funktioniert lauten lautet wie minimum minimal amount amounts surcharge aufpreis zuschlag stundensatz satz tarif hourly rate rates longer laenger laengere gehabt
  served serve serves serviert option options passiert passieren happens happen einplanen
  ins ans aufs fuers teilnehmen part advance voraus required require requires along join joined start starts begin sechst zweit dritt viert fuenft anfangen beginnen
  gewesen worden parcel parcels paket sendung package item items product products artikel ware waren report melden verguenstigt betraege
  melde mich mir dich dir ihn ihm sich es er der die das den dem des und oder aber`
  .split(/\s+/)
  .map((word) => fold(word));

const WORDS = new Set(CHATTER);
const STEMS = new Set(CHATTER.filter((word) => word.length >= 5).map((word) => stem(word)));

/**
 * Who it is for and where it is asked: what answers may say it, and need not. The kinds of firms are here, since each speaks of itself as
 * "we".
 */
const SOFT = new Set(
  `sohn tochter mutter vater mann frau ehemann freund freundin kollege oma opa mother father son daughter husband wife friend colleague
  leute person personen people persons gast gaeste guest guests passen passt fit fits fasst cafe bistro imbiss kneipe
  erwachsene erwachsener erwachsenen adult adults mitbringen mitbringe mitnehmen bring bringing
  firma geschaeft haus laden salon gaertnerei pension hotel restaurant werkstatt praxis studio agentur kanzlei schule baeckerei gasthaus
  company house shop store site website webseite internetseite home place bakery school clinic practice`.split(/\s+/),
);
export const isSoft = (folded: string): boolean => SOFT.has(folded);

/** Whether a folded word says nothing of what is asked about. */
export function isChatter(folded: string): boolean {
  return isStopWord(folded) || WORDS.has(folded) || (folded.length >= 5 && STEMS.has(stem(folded)));
}
