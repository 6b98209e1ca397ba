/** Where a check looks, and how many of what it finds it answers one by one. */
export type Within = { domainId: string; warehouseId: string; limit: number };

/** What a check found: all are counted, the first are answered. */
export type Found<Fault> = { checkedCount: number; faultCount: number; faults: Fault[] };
