import type { Store } from "../../store/index.ts";

export type Language = "en" | "de";

/** What mail is taken for where the owner says nothing else. */
const TITLES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  question: { en: "Customer question", de: "Kundenfrage" },
  order: { en: "Order", de: "Bestellung" },
  complaint: { en: "Complaint", de: "Beschwerde" },
  invoice: { en: "Invoice", de: "Rechnung" },
  reminder: { en: "Payment reminder", de: "Mahnung" },
  appointment: { en: "Appointment", de: "Termin" },
  application: { en: "Job application", de: "Bewerbung" },
  supplier: { en: "Supplier", de: "Lieferant" },
  newsletter: { en: "Newsletter", de: "Newsletter" },
  spam: { en: "Spam", de: "Spam" },
  private: { en: "Private", de: "Privat" },
  automatic: { en: "Automatic message", de: "Automatische Nachricht" },
};

export interface MailClassInfo {
  name: string;
  title: string;
  /** The owner made it. */
  isOwn: boolean;
}

/** The usual classes, under the owner's titles where they gave some, then the owner's own. */
export async function listClasses({ inbox }: Pick<Store, "inbox">, language: Language): Promise<MailClassInfo[]> {
  const own = await inbox.classes.list();
  const given = new Map(own.map(({ name, title }) => [name, title]));
  const usual = Object.entries(TITLES).map(([name, titles]) => {
    return { name, title: given.get(name) ?? titles[language], isOwn: false };
  });
  const made = own.filter(({ name }) => TITLES[name] === undefined).map((one) => ({ ...one, isOwn: true }));
  return [...usual, ...made];
}
