/** Errors about bots of Telegram, in German. */
export const TELEGRAM: Readonly<Record<string, string>> = {
  "Telegram gave no place of the file.": "Telegram nannte keinen Ort der Datei.",
  "Send it again.": "Senden Sie sie noch einmal.",
  "Telegram gave no file: {0}.": "Telegram gab keine Datei heraus: {0}.",
  "The file is larger than {0} MB.": "Die Datei ist größer als {0} MB.",
  "Send a smaller one, or put it into a folder of this machine.":
    "Senden Sie eine kleinere, oder legen Sie sie in einen Ordner dieses Rechners.",
  "Telegram answered {0}{1}.": "Telegram antwortete {0}{1}.",
  "The file was changed since it was to be sent.": "Die Datei wurde geändert, seit sie gesendet werden sollte.",
  "This is no token of a bot.": "Das ist kein Token eines Bots.",
  "Write /newbot to @BotFather in Telegram; it answers with a token like 123456:ABC….":
    "Schreiben Sie @BotFather in Telegram /newbot; er antwortet mit einem Token wie 123456:ABC….",
  "Telegram does not know this token.": "Telegram kennt dieses Token nicht.",
  "Telegram cannot be reached.": "Telegram ist nicht zu erreichen.",
  "Try again later.": "Versuchen Sie es später noch einmal.",
  "Telegram does not know the token of this bot (any more).": "Telegram kennt das Token dieses Bots nicht (mehr).",
  "Ask BotFather for a new one, then: kralle telegram connect":
    "Lassen Sie sich von BotFather ein neues geben, dann: kralle telegram connect",
  "Another program listens for this bot, or it has a web hook.":
    "Ein anderes Programm hört für diesen Bot, oder er hat einen Webhook.",
  "End the other program; each Kralle needs a bot of its own.":
    "Beenden Sie das andere Programm; jedes Kralle braucht einen eigenen Bot.",
  "Telegram answers {0}.": "Telegram antwortet {0}.",
  "What is to be sent waits; check the connection.": "Was zu senden ist, wartet; prüfen Sie die Verbindung.",
  "No chat {0} is let in.": "Kein Chat {0} ist eingelassen.",
  "`kralle telegram` shows them.": "`kralle telegram` zeigt sie.",
  "{0} is no bot of Telegram.": "{0} ist kein Bot von Telegram.",
  "There is more than one bot of Telegram.": "Es gibt mehr als einen Bot von Telegram.",
  "Name the one that is meant.": "Nennen Sie den, der gemeint ist.",
  "No bot of Telegram is connected.": "Es ist kein Bot von Telegram verbunden.",
  "Connect one: kralle telegram connect": "Verbinden Sie einen: kralle telegram connect",
};
