// What the bootstrap says, in English or German by the locale. Always to stderr: stdout belongs to the program.
const TEXTS = {
  getNode: {
    en: "Getting Node 24 (about 60 MB, once) …",
    de: "Hole Node 24 (etwa 60 MB, einmalig) …",
  },
  getDependencies: {
    en: "Installing the locked dependencies (once) …",
    de: "Installiere die festgelegten Abhängigkeiten (einmalig) …",
  },
  updateDependencies: {
    en: "The locked dependencies changed, installing them …",
    de: "Die festgelegten Abhängigkeiten haben sich geändert, installiere sie …",
  },
  buildWeb: {
    en: "Building the web UI …",
    de: "Baue die Weboberfläche …",
  },
  waiting: {
    en: "Another start (process $) is setting up, waiting for it …",
    de: "Ein anderer Start (Prozess $) richtet gerade ein, warte darauf …",
  },
  noNpm: {
    en: "npm was not found, and it is needed once to install Kralle's parts. Install npm (it comes with Node.js), then start again.",
    de: "npm wurde nicht gefunden; es wird einmal gebraucht, um Kralles Teile zu installieren. Installieren Sie npm (es kommt mit Node.js) und starten Sie noch einmal.",
  },
  noNodeForPlatform: {
    en: "There is no ready-made Node 24 for $. Install Node 24.12 or newer with the system's package manager, then start again.",
    de: "Für $ gibt es kein fertiges Node 24. Installieren Sie Node 24.12 oder neuer mit der Paketverwaltung des Systems und starten Sie noch einmal.",
  },
  nodeDoesNotRun: {
    en: "The downloaded Node does not run here ($). Install Node 24.12 or newer with the system's package manager, then start again.",
    de: "Das geholte Node läuft hier nicht ($). Installieren Sie Node 24.12 oder neuer mit der Paketverwaltung des Systems und starten Sie noch einmal.",
  },
  network: {
    en: "The package registry could not be reached. Connect to the network and start again; afterwards Kralle works offline.",
    de: "Die Paketquelle war nicht zu erreichen. Verbinden Sie sich mit dem Netz und starten Sie noch einmal; danach arbeitet Kralle ohne Netz.",
  },
  disk: {
    en: "The disk is full. Free about 500 MB and start again.",
    de: "Die Platte ist voll. Machen Sie etwa 500 MB frei und starten Sie noch einmal.",
  },
  permission: {
    en: "$ cannot be written. Put Kralle (or KRALLE_HOME) where you may write, and start again.",
    de: "$ ist nicht beschreibbar. Legen Sie Kralle (oder KRALLE_HOME) dorthin, wo Sie schreiben dürfen, und starten Sie noch einmal.",
  },
  missing: {
    en: "The package registry does not have a locked version. If npm uses a mirror here (npm config get registry), wait until it has it or use another, then start again.",
    de: "Die Paketquelle hat eine festgelegte Version nicht. Wenn npm hier einen Spiegel benutzt (npm config get registry), warten Sie, bis er sie hat, oder nehmen Sie einen anderen; dann starten Sie noch einmal.",
  },
  integrity: {
    en: "The package registry delivered other bytes than the lock file names; nothing of it was kept. Try `npm cache verify`, then start again.",
    de: "Die Paketquelle lieferte andere Bytes, als die Lock-Datei nennt; nichts davon wurde behalten. Versuchen Sie `npm cache verify` und starten Sie noch einmal.",
  },
  other: {
    en: "npm could not install Kralle's parts. Its words stand above; start again when that is solved.",
    de: "npm konnte Kralles Teile nicht installieren. Seine Worte stehen oben; starten Sie noch einmal, wenn das gelöst ist.",
  },
  devUnknown: {
    en: "--dev works in a checkout and takes one of: $.",
    de: "--dev geht in einem Checkout und nimmt eines von: $.",
  },
};

function language() {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const locale = LC_ALL || LC_MESSAGES || LANG || Intl.DateTimeFormat().resolvedOptions().locale;
  return locale.toLowerCase().startsWith("de") ? "de" : "en";
}

/** @param {keyof typeof TEXTS} key @param {string} [detail] */
function textOf(key, detail = "") {
  return `Kralle: ${TEXTS[key][language()].replace("$", () => detail)}`;
}

/** One line. @param {keyof typeof TEXTS} key @param {string} [detail] */
export function say(key, detail) {
  process.stderr.write(`${textOf(key, detail)}\n`);
}

/** Says why it ends and what to do; the exit code becomes 1, the result is null. @param {keyof typeof TEXTS} key @param {string} [detail] */
export function fail(key, detail) {
  say(key, detail);
  process.exitCode = 1;
  return null;
}

/**
 * One line that says what is being done, at once, and at its end how long it took.
 * @template T @param {keyof typeof TEXTS} key @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function saying(key, work) {
  const started = Date.now();
  process.stderr.write(textOf(key));
  try {
    return await work();
  } finally {
    process.stderr.write(` ${Math.ceil((Date.now() - started) / 1000)} s\n`);
  }
}
