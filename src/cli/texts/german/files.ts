/** Errors of src/files/, in German. */
export const FILES: Readonly<Record<string, string>> = {
  // reading
  "The PDF is protected by a password.": "Die PDF-Datei ist mit einem Passwort geschützt.",
  "The PDF could not be read ({0}).": "Die PDF-Datei ist nicht lesbar ({~0}).",
  "The file is a damaged archive.": "Die Datei ist ein beschädigtes Archiv.",
  "The file unpacks to far more data than such a file should hold.":
    "Die Datei enthält ausgepackt viel mehr Daten, als in so eine Datei gehören.",
  "Open it with the program that wrote it and save a smaller copy.":
    "Die Datei mit dem Programm öffnen, das sie geschrieben hat, und eine kleinere Kopie speichern.",
  "The Word file has no text part.": "Die Word-Datei hat keinen Textteil.",
  "The file is no Excel workbook.": "Die Datei ist keine Excel-Mappe.",

  // values
  '"{0}" is not a date.': "„{0}“ ist kein Datum.",
  "Write dates as YYYY-MM-DD.": "Ein Datum als JJJJ-MM-TT schreiben.",
  "The date lies outside the years 0 to 9999.": "Das Datum liegt außerhalb der Jahre 0 bis 9999.",
  "The date lies outside the years 1 to 9999.": "Das Datum liegt außerhalb der Jahre 1 bis 9999.",
  "The number of working days must be a whole number up to 100,000.":
    "Die Zahl der Arbeitstage muss eine ganze Zahl bis 100.000 sein.",
  "There is no year {0} in the calendar.": "Ein Jahr {0} gibt es im Kalender nicht.",
  '"{0}" is not a decimal number.': "„{0}“ ist keine Dezimalzahl.",
  "Numbers are written like 1234.50 here.": "Zahlen werden hier wie 1234.50 geschrieben.",
  'Text cannot be written in the encoding "{0}".': "In der Kodierung „{0}“ lässt sich kein Text schreiben.",
  'The file\'s encoding, windows-1252, has no character "{0}".':
    "Die Kodierung der Datei, windows-1252, hat kein Zeichen „{0}“.",
  "Leave that character out, or save the file as UTF-8 first.":
    "Dieses Zeichen weglassen, oder die Datei vorher als UTF-8 speichern.",

  // writing
  'The table has a column "{0}" already.': "Die Tabelle hat schon eine Spalte „{0}“.",
  "Choose another name.": "Einen anderen Namen wählen.",
  "{0} values were given for {1} rows.": "Für {1} Zeilen wurden {0} Werte gegeben.",
  'The table has no column "{0}".': "Die Tabelle hat keine Spalte „{0}“.",
  "Its columns are: {0}.": "Ihre Spalten sind: {0}.",
  "The table has no row {0}; it has {1} rows.": "Die Tabelle hat keine Zeile {0}; sie hat {1} Zeilen.",
  "{0} holds no table.": "{0} enthält keine Tabelle.",
  "The sheet is damaged.": "Das Tabellenblatt ist beschädigt.",
  "The workbook holds no table.": "Die Mappe enthält keine Tabelle.",
  'The workbook has no table on a sheet "{0}".': "Die Mappe hat keine Tabelle auf einem Blatt „{0}“.",
  "Its sheets are: {0}.": "Ihre Blätter sind: {0}.",
  "{0} holds an array formula; it cannot be overwritten.":
    "{0} enthält eine Matrixformel und lässt sich nicht überschreiben.",
  "Change it in the program that made the file.": "In dem Programm ändern, das die Datei gemacht hat.",
  "{0} is no table that can be edited.": "{0} ist keine Tabelle, die sich ändern lässt.",
  "Only CSV, TSV, XLSX, JSON and Markdown tables can be changed cell by cell.":
    "Nur Tabellen in CSV, TSV, XLSX, JSON und Markdown lassen sich Zelle für Zelle ändern.",
  "{0} holds no table that can be edited so.": "{0} enthält keine Tabelle, die sich so ändern lässt.",
  "The text to replace is empty.": "Der Text, der ersetzt werden soll, ist leer.",
  "{0} is no text file.": "{0} ist keine Textdatei.",
  "Only text files can be edited in place.": "Nur Textdateien lassen sich so ändern.",
};
