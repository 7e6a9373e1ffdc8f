/** Errors of src/durable/, in German. */
export const DURABLE: Readonly<Record<string, string>> = {
  "The others on this database may have taken over what this Kralle does.":
    "Die anderen an dieser Datenbank haben vielleicht übernommen, was dieses Kralle tut.",
  "It goes on where it was taken over; nothing was done here.":
    "Es geht dort weiter, wo es übernommen wurde; hier wurde nichts getan.",
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
  "Close it first: there is one engine per process.": "Die offene erst schließen: Jeder Prozess hat nur eine.",
  "The work {0} goes on elsewhere: another process has taken it over.":
    "Die Arbeit {0} geht anderswo weiter: Ein anderer Prozess hat sie übernommen.",
  "The work {0} has ended; it cannot go on.": "Die Arbeit {0} ist zu Ende; sie kann nicht weitergehen.",
  "Start it anew, or fork it from the step that went wrong.":
    "Die Arbeit neu beginnen, oder sie von dem Schritt an abzweigen, der schiefging.",
  "The work {0} has not ended.": "Die Arbeit {0} ist nicht zu Ende.",
  "Cancel it first, or wait for its end.": "Die Arbeit erst abbrechen, oder ihr Ende abwarten.",
  "The records of durable work are in a PostgreSQL database, which is not copied here.":
    "Die Aufzeichnungen der dauerhaften Arbeit liegen in einer PostgreSQL-Datenbank, die hier nicht kopiert wird.",
  "Back it up with its own tools, for example pg_dump.":
    "Die Datenbank mit ihren eigenen Werkzeugen sichern, zum Beispiel pg_dump.",
  "The workflow engine cannot work with the PostgreSQL database: {0}":
    "Die Ablaufmaschine kann mit der PostgreSQL-Datenbank nicht arbeiten: {~0}",
  "Look whether the server runs, and whether DATABASE_URL names it, a database on it, and an account that may make tables.":
    "Nachsehen, ob der Server läuft, und ob DATABASE_URL ihn, eine Datenbank darauf und ein Konto nennt, das Tabellen anlegen darf.",
  "There is no work {0} that waits for anything.": "Es gibt keine Arbeit {0}, die auf etwas wartet.",
  "There is no schedule {0}.": "Es gibt keinen Plan {0}.",
  "`kralle schedule` lists those there are.": "`kralle schedule` zeigt, welche es gibt.",
  "{0} cannot be the name of a schedule.": "{0} kann kein Name eines Plans sein.",
  "Use up to 40 letters, digits, hyphens and underscores.":
    "Bis zu 40 Buchstaben, Ziffern, Bindestriche und Unterstriche nehmen.",
  "{0} is no time zone.": "{0} ist keine Zeitzone.",
  'Give its name as in "Europe/Berlin" or "UTC".': "Ihren Namen angeben, etwa „Europe/Berlin“ oder „UTC“.",
  "A schedule with the times {0} would never run.": "Ein Plan mit den Zeiten {0} liefe nie.",
  "There is no such day.": "So einen Tag gibt es nicht.",
  "{0} was not understood as times.": "{0} ist nicht als Zeiten zu verstehen.",
  'Write "daily 7:00", "weekdays 7:30", "mon,thu 18:00", "monthly 1 9:00", "hourly", or five fields of cron.':
    "Etwa „täglich 7:00“, „werktags 7:30“, „mo,do 18:00“, „monatlich 1 9:00“, „stündlich“ oder fünf Felder von cron schreiben.",
  "Runs are cancelled and resumed in the gateway, and it is not running.":
    "Läufe werden im Gateway abgebrochen und fortgesetzt, und das läuft nicht.",
  "A request that has its answer does not go on.": "Ein Auftrag, der seine Antwort hat, geht nicht weiter.",
  "Send it again in its conversation.": "Ihn in seinem Gespräch noch einmal senden.",
  "`kralle runs` lists them.": "`kralle runs` zeigt sie.",
  "The list of runs cannot go on from there: the cursor is none of its own.":
    "Die Liste der Läufe kann dort nicht weitergehen: Die Marke ist keine der ihren.",
  "Schedules run in the gateway, and it is not running.": "Pläne laufen im Gateway, und das läuft nicht.",
  "Start it with `kralle up`.": "Es mit `kralle up` starten.",
  "There is durable work in the PostgreSQL database already.":
    "In der PostgreSQL-Datenbank liegt schon dauerhafte Arbeit.",
  "Move into an empty database.": "In eine leere Datenbank umziehen.",
};
