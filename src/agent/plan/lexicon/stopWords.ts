import { fold } from "../../../files/index.ts";

/** Function words and the verbs of asking, German and English: they never name a thing in a file. */
const STOP = new Set(
  `der die das den dem des ein eine einen einem einer eines kein keine keinen und oder aber denn sondern als wie so ist sind
  war waren wird werden wurde wurden sei hat haben hatte hatten habe kann können konnte muss müssen soll sollen darf will
  wollen möchte mag ich du er sie es wir ihr mich mir dich dir ihn ihm uns euch ihnen mein meine meinen meiner dein deine
  sein seine seinem seiner seinen ihre ihrem ihren ihrer unser unsere unseren unserer unserem euer man sich wer was wen wem
  wessen welche welcher welches welchen welchem wo wohin woher wann warum wieso weshalb womit worum dafür davon daran damit
  dazu darin daraus dabei danach dann da dort hier hin her in im an am auf aus bei beim bis durch für gegen mit nach ohne
  über um unter von vom vor zu zum zur zwischen seit während wegen je pro per ab nicht nur noch schon sehr auch mal bitte
  eigentlich alle allem aller alles jede jeder jedes jeden diese dieser dieses diesen diesem jene nichts etwas mehr weniger
  viel viele wenn dass ob weil sowie etwa gern gerne einfach ganz normal gib gebe zeig zeige nenne nenn sag sage such suche
  finde find schreib schreibe mach mache erstelle stell stelle leg lege brauche brauch geh schau zieh heraus rechne liste
  the a an and or but nor as than so is are was were be been being am has have had do does did can could must shall should
  will would may might i you he she it we they me him her us them my your his its our their mine yours this that these those
  who whom whose which what where when why how here there then in on at by for from of off to into onto out over under up
  down with within without about after before between during since until till per each every all any some no not only just
  also please very too more less much many if whether because give show tell list find get make let need want put add take
  work look pull sum me s t don im ll ve re`
    .split(/\s+/)
    .map((word) => fold(word)),
);

/** Whether a folded word carries no content of its own. */
export function isStopWord(folded: string): boolean {
  return STOP.has(folded) || (folded.length === 1 && !/\d/.test(folded));
}
