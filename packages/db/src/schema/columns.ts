import { timestamp, uuid } from "drizzle-orm/pg-core";

/** A point in time, with time zone, as a `Date`. */
export const instant = () => timestamp({ withTimezone: true, mode: "date" });

export const createdAt = () => instant().notNull().defaultNow();

export const primaryId = () => uuid().primaryKey().defaultRandom();
