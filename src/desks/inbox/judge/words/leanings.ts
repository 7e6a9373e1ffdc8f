/**
 * What each named feature says of the class before anything was learned: from there learning starts, and towards it it is
 * pulled. One feature a line: `name: class weight, …`; what is not named leans nowhere.
 */
export const LEANINGS = `
asks: question 1.2, appointment 0.2, order 0.1, invoice -0.6, reminder -0.6, newsletter -0.5, automatic -0.7
pricequery: question 1.3
capability: question 0.9, order 0.2
orders: order 1.6, automatic 0.3
quantity: order 1.2, invoice 0.1
complains: complaint 1.8
defect: complaint 1.5, automatic -0.3
redress: complaint 1.2, order 0.2, automatic 0.1
bills: invoice 1.7, reminder 0.7, automatic 0.2, application -0.6, private -0.6
duns: reminder 2.4, invoice -0.2, spam 0.2
meets: appointment 1.7, automatic -0.2
weekday: appointment 0.5, order 0.2, private 0.2, invoice -0.4
applies: application 2.4
supplies: supplier 1.9, newsletter 0.1
mailing: newsletter 2.0
scam: spam 2.1
pitch: spam 1.8
family: private 1.5, application -0.3
duform: private 0.7, invoice -0.3, automatic -0.4, complaint -0.1
sieform: private -1.0, invoice 0.2, reminder 0.3, application 0.3, supplier 0.2
accepts: order 1.2
enrols: order 0.9
wants: order 0.6, question 0.2
withdraws: order 0.8, complaint 0.2
status: question 0.8, complaint 0.2
answered: question 1.2
submits: question 0.5
praises: question 0.9, complaint -0.7
resolves: question 0.9, complaint -0.4
accuses: complaint 1.2
suffers: complaint 0.8
owes: reminder 1.2
stocks: supplier 1.2
malware: spam 1.6
alerts: automatic 1.1
payins: automatic 1.0
sociable: private 1.2
machine: automatic 1.9
acceptsInSubject: order 1
accusesInSubject: complaint 1
owesInSubject: reminder 1
stocksInSubject: supplier 0.8
malwareInSubject: spam 0.8
alertsInSubject: automatic 0.8
payinsInSubject: automatic 0.8
sociableInSubject: private 0.5
requests: question 0.3, appointment 0.2, automatic -0.3, newsletter -0.4
fyi: automatic 0.2, invoice 0.1
thanks: question 0.2, order 0.2, spam -0.3
lastword: reminder 0.8, complaint 0.3
lastwordInSubject: reminder 0.8
emergency: complaint 0.5, automatic 0.2
now: complaint 0.4
late: appointment 0.8
haste: complaint 0.2, reminder 0.3, spam 0.3
money: invoice 0.3, reminder 0.3, spam 0.1
gratulates: private 0.5
pricequeryInSubject: question 1.2
asksInSubject: question 0.9
ordersInSubject: order 1.3
complainsInSubject: complaint 1.3
defectInSubject: complaint 1.0
redressInSubject: complaint 0.8
billsInSubject: invoice 1.2, reminder 0.6
dunsInSubject: reminder 2.0
meetsInSubject: appointment 1.3
appliesInSubject: application 2.0
suppliesInSubject: supplier 1.3
mailingInSubject: newsletter 1.2
scamInSubject: spam 1.2
pitchInSubject: spam 0.8
familyInSubject: private 0.7
machineInSubject: automatic 1.3
fromNoReply: automatic 1.8, newsletter 0.3, spam 0.1, private -1, question -1, complaint -1, appointment -0.6, application -1
fromBooks: invoice 1.2, reminder 1.2, question -0.7
fromMailing: newsletter 1.0
fromSales: supplier 0.6
fromHiring: application 0.2
fromSecurity: spam 1.2
fromFreeMail: private 0.4, question 0.2, application 0.2
fromPerson: question 0.3, private 0.3, application 0.5, complaint 0.3, appointment 0.2, newsletter -0.8, automatic -0.8
fromCompany: supplier 0.4, invoice 0.3, newsletter 0.3, automatic 0.2
isReply: question 0.2, appointment 0.3, complaint 0.1, newsletter -1, spam -0.4, automatic -0.3
questionMarks: question 0.9, appointment 0.3, newsletter -0.2, invoice -0.6, automatic -0.6
lastAsks: question 0.4
links: newsletter 0.6, spam 0.7, automatic 0.2
hasAmount: invoice 0.5, reminder 0.4, spam 0.2
hasIban: invoice 0.8, reminder 0.4
hasTime: appointment 0.6
percent: newsletter 0.3, supplier 0.3
shouts: spam 0.4, complaint 0.2
smiles: private 0.5
lowerCase: question 0.2, private 0.2
isLong: application 0.1, newsletter 0.2
`;

/** The same of what is urgent: that something has to be done today or tomorrow, or is the last word before harm. */
export const URGENT_LEANINGS =
  "lastword 1.2, lastwordInSubject 1, emergency 1.4, emergencyInSubject 1, now 1.2, late 1, soon 0.5, soonInSubject 0.8, haste 0.5, shouts 0.5, duns 0.2, bills -0.3, fyi -0.8, applies -0.8";
