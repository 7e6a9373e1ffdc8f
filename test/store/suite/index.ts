import { describe } from "node:test";
import type { Stores } from "../_stores.ts";
import { accountsSuite } from "./accounts.ts";
import { briefingsSuite } from "./briefings.ts";
import { calendarSuite } from "./calendar.ts";
import { databaseSuite } from "./database.ts";
import { inboxSuite } from "./inbox.ts";
import { itemsSuite } from "./items.ts";
import { documentsSuite } from "./documents.ts";
import { mailsSuite } from "./mails.ts";
import { memoriesSuite } from "./memories.ts";
import { recordsSuite } from "./records.ts";
import { searchSuite } from "./search.ts";
import { stepsSuite } from "./steps.ts";
import { telegramSuite } from "./telegram.ts";

/** What every store keeps, whatever database is under it. */
export function storeSuite(stores: Stores): void {
  describe(`the store on ${stores.name}`, { skip: stores.skip }, () => {
    databaseSuite(stores);
    recordsSuite(stores);
    stepsSuite(stores);
    mailsSuite(stores);
    memoriesSuite(stores);
    inboxSuite(stores);
    itemsSuite(stores);
    accountsSuite(stores);
    briefingsSuite(stores);
    calendarSuite(stores);
    searchSuite(stores);
    documentsSuite(stores);
    telegramSuite(stores);
  });
}
