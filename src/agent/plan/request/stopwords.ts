/** Folded words that carry no content in a request. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a an the this that these those of in on at to for from by with without about into over under after before and or but nor so as " +
    "is are was were be been being am do does did done have has had will would can could shall should may might must let " +
    "i me my we us our ours you your he him his she her it its they them their what which who whom whose where when why how " +
    "please kindly just only need needs want wants like tell give show get find make put save write list look up out off all any each every " +
    "some more most much many than then there here also too very not no yes if because while both few same now still already ever again " +
    "der die das den dem des ein eine einen einem einer eines und oder aber von vom zu zum zur im in ins am an auf aus bei beim mit nach " +
    "fuer ueber unter vor hinter neben zwischen durch gegen ohne um bis seit ist sind war waren sei sein bin bist wird werden wurde wurden " +
    "hat haben hatte hatten kann koennen koennte soll sollen sollte muss muessen darf duerfen mag moechte will wollen ich mir mich mein meine meinem meinen meiner " +
    "wir uns unser unsere unserem unseren unserer du dir dich dein er ihn ihm sie ihr ihre ihrem ihren es man sich was welche welcher welches welchen welchem wer wen wem " +
    "wessen wo wann warum wie wieviel viel viele bitte mal nur noch schon auch so dann danach als wenn dass ob da dort hier alle alles jede jeder jedes jeden " +
    "gib zeig zeige sag such suche find finde mach mache leg lege schreib schreibe brauche brauch gerne gern eigentlich denn doch ja nein nicht kein keine keinen " +
    "geh schau zieh heraus raus stell stelle rechne trag setz per mal ganz ganze alles moment danach kommt komm schau nach sag zusammen durch apply applies everything work right add pull look need nothing else let got gets thing things dafuer davon dazu dabei daraus darin diese dieser dieses diesen diesem jetzt momentan gerade eben sowie je pro"
  ).split(/\s+/u),
);
