/**
 * How rules call the classes, folded (`files/text/fold`), as the beginnings of words. Longer ones first: "payment reminder" before "reminder".
 */
export const CLASS_WORDS: readonly (readonly [name: string, words: string])[] = [
  ["reminder", "zahlungserinnerung\\w*|mahnung\\w*|payment reminders?|dunning letters?|reminders?"],
  [
    "question",
    "kundenanfrage\\w*|kundenfrage\\w*|anfrage\\w*|rueckfrage\\w*|frage[n]?|customer questions?|questions?|enquir(?:y|ies)|inquir(?:y|ies)",
  ],
  ["order", "bestellung\\w*|auftraege?n?|auftrag|orders?|purchase orders?"],
  ["complaint", "beschwerden?|reklamation\\w*|complaints?"],
  ["invoice", "rechnung\\w*|invoices?|bills?"],
  [
    "appointment",
    "termin(?:e|en|anfragen?|sachen)?|appointments?|meeting requests?|meetings?|invitations?|einladung\\w*",
  ],
  ["application", "bewerbung\\w*|(?:job )?applications?"],
  ["supplier", "lieferanten?(?:post|mails?)?|zulieferer\\w*|suppliers?"],
  ["newsletter", "newsletters?|rundbriefe?n?|rundschreiben"],
  ["spam", "spam(?:mails?)?|junk(?: mails?)?|werbemails?"],
  ["private", "private?[nrs]?(?: post| mails?| e-?mails?| mail)?"],
  [
    "automatic",
    "automatische[nrs]? (?:mails?|e-?mails?|nachrichten|meldungen)|automatic (?:mails?|e-?mails?|messages|notifications?)|notifications|benachrichtigungen",
  ],
];
