import { sql, type SQL } from "drizzle-orm";

/** Which products of a domain are exported. */
export type ProductFilter = {
  domainId: string;
  /** Only those that are switched on. */
  onlyEnabled: boolean;
  /** Only those of this family; "" for all. */
  family: string;
};

/** The where-clause over the columns of `products`. */
export const filtered = ({ domainId, onlyEnabled, family }: ProductFilter): SQL =>
  sql`domain_id = ${domainId} ${onlyEnabled ? sql`and enabled` : sql``} ${family ? sql`and family = ${family}` : sql``}`;
