/** The sentences of a reply that are always the same, per language. Facts are put in by code. */
export interface ReplyTexts {
  greeting(name: string | null): string;
  thanks: string;
  again: string;
  price(of: string, price: string, detail: string): string;
  prices(of: string, prices: string): string;
  sum(count: number, price: string, sum: string): string;
  cells(of: string, cells: string): string;
  stock(of: string, count: string): string;
  outOfStock(of: string): string;
  /** A quotation in the other language. */
  foreign(quote: string): string;
  unknown(topic: string | null): string;
  slots(times: string): string;
  received: string;
  signOff: string;
  per: string;
  and: string;
}

export const DE: ReplyTexts = {
  greeting: (name) => (name === null ? "Guten Tag," : `Guten Tag ${name},`),
  thanks: "vielen Dank für Ihre Nachricht.",
  again: "vielen Dank für Ihre Rückmeldung.",
  price: (of, price, detail) => `„${of}“ kostet ${price}${detail}.`,
  prices: (of, prices) => `Die Preise für „${of}“: ${prices}.`,
  sum: (count, price, sum) => `${count} × ${price} ergeben zusammen ${sum}.`,
  cells: (of, cells) => `Zu „${of}“: ${cells}.`,
  stock: (of, count) => `Von „${of}“ sind laut unserer Liste ${count} vorrätig.`,
  outOfStock: (of) => `„${of}“ ist laut unserer Liste zurzeit nicht vorrätig.`,
  foreign: (quote) => `In unseren Unterlagen steht dazu auf Englisch: „${quote}“`,
  unknown: (topic) =>
    topic === null
      ? "Das muss ich erst klären; ich melde mich dazu bei Ihnen."
      : `Zu Ihrer Frage nach „${topic}“ muss ich mich erst erkundigen; ich melde mich dazu bei Ihnen.`,
  slots: (times) => `Frei wäre bei mir zum Beispiel: ${times}.`,
  received: "Ich habe sie bekommen, sehe sie mir an und melde mich bei Ihnen.",
  signOff: "Mit freundlichen Grüßen",
  per: "pro",
  and: "und",
};

/** For customers who are addressed by "du". */
export const DE_DU: ReplyTexts = {
  ...DE,
  greeting: (name) => (name === null ? "Hallo," : `Hallo ${name},`),
  thanks: "vielen Dank für deine Nachricht.",
  again: "vielen Dank für deine Rückmeldung.",
  unknown: (topic) =>
    topic === null
      ? "Das muss ich erst klären; ich melde mich dazu bei dir."
      : `Zu deiner Frage nach „${topic}“ muss ich mich erst erkundigen; ich melde mich dazu bei dir.`,
  received: "Ich habe sie bekommen, sehe sie mir an und melde mich bei dir.",
  signOff: "Viele Grüße",
};

export const EN: ReplyTexts = {
  greeting: (name) => (name === null ? "Hello," : `Hello ${name},`),
  thanks: "Thank you for your message.",
  again: "Thank you for getting back to me.",
  price: (of, price, detail) => `“${of}” costs ${price}${detail}.`,
  prices: (of, prices) => `The prices for “${of}”: ${prices}.`,
  sum: (count, price, sum) => `${count} × ${price} comes to ${sum} in total.`,
  cells: (of, cells) => `About “${of}”: ${cells}.`,
  stock: (of, count) => `According to our list, ${count} of “${of}” are in stock.`,
  outOfStock: (of) => `According to our list, “${of}” is out of stock at the moment.`,
  foreign: (quote) => `Our information on this, in German: “${quote}”`,
  unknown: (topic) =>
    topic === null
      ? "I have to check this first and will get back to you."
      : `I have to check your question about “${topic}” first and will get back to you.`,
  slots: (times) => `These times are free, for example: ${times}.`,
  received: "I have received it, will look into it and get back to you.",
  signOff: "Kind regards",
  per: "per",
  and: "and",
};
