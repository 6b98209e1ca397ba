import type { Shape } from "./shape.ts";

/*
 * The archive: a gzip file of text. Its first line is the head, JSON. Then for each table one line of JSON with its name, its rows as
 * PostgreSQL's COPY writes them (text format, one row a line, in UTF-8), and a line `\.`, which no row can be. The last line is the
 * foot, so that a cut file is known for one.
 */
export type ArchiveHead = { format: "nightshift archive"; version: 1; takenAt: string } & Shape;
export type ArchiveFoot = { end: true; tableCount: number };

export const FORMAT = "nightshift archive";

/** Between two tables. Backslashes of the data are doubled by COPY. */
export const END_OF_TABLE = Buffer.from("\\.\n");

export const asLine = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`);
