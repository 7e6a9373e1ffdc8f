/** Folded words of both languages that say nothing about a subject; queries leave them out. */
export const STOPWORDS: ReadonlySet<string> = new Set(
  `der die das den dem des ein eine einen einem einer eines und oder aber ist sind war waren wird werden wurde wurden hat haben
  hatte in im ins an am auf aus bei beim bis durch fuer gegen mit nach ohne seit ueber um unter von vom vor zu zum zur zwischen
  als wie was wer wo wann warum welche welcher welches welchen wieviel viel viele ich du er sie es wir ihr mein meine sein seine
  unser unsere dieser diese dieses diesem diesen jener alle alles nicht kein keine nur noch auch so dass wenn dann da hier bitte
  gib mir nenne zeige sag sich man mich uns euch gibt es the a an and or but is are was were be been being have has had in on at
  by to of for from with without into about over under between as how what who where when why which i you he she it we they my
  your his her its our their this that these those all not no only also so if then there here please give me show tell list do
  does did can could should would will shall may any many much`.split(/\s+/),
);
