/** Errors of src/durable/, in German. */
export const DURABLE: Readonly<Record<string, string>> = {
  "{0} was written by another version of the workflow engine ({1}).":
    "{0} wurde von einer anderen Version der Ablaufmaschine geschrieben ({1}).",
  "Use the Kralle that wrote it, or a newer one.": "Das Kralle nehmen, das sie geschrieben hat, oder ein neueres.",
  "Another Kralle works with {0}.": "Ein anderes Kralle arbeitet mit {0}.",
  "The workflow engine was closed already.": "Die Ablaufmaschine war schon geschlossen.",
  "The work {0} was cancelled.": "Die Arbeit {0} wurde abgebrochen.",
  "Nobody waits for the work {0} any more.": "Auf die Arbeit {0} wartet niemand mehr.",
  "There is work {0} of another kind already.": "Es gibt schon eine Arbeit {0} anderer Art.",
  "There is no work {0}.": "Es gibt keine Arbeit {0}.",
  "Kralle is closing.": "Kralle wird beendet.",
  "The work has ended.": "Die Arbeit ist zu Ende.",
  "The workflow engine is open in this process already.": "Die Ablaufmaschine ist in diesem Prozess schon offen.",
  "Close it first: there is one engine per process.": "Sie erst schließen: Jeder Prozess hat nur eine.",
};
