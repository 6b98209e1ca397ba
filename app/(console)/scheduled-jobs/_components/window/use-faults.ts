"use client";

import { useEffect, useState } from "react";

/**
 * What is wrong with addresses, by address, as the server would say it. The rules come when there is something to check: most who
 * open the window change no recipients.
 */
export function useFaults(recipients: string[], known: string[]): ReadonlyMap<string, string> {
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map());
  const fresh = recipients.filter((address) => !known.includes(address)).join(" ");
  useEffect(() => {
    let stale = false;
    const check = async () => {
      const { Address } = await import("#lib/mails/address-input.ts");
      const found = fresh.split(" ").flatMap((address) => {
        const parsed = Address.safeParse(address);
        return parsed.success ? [] : [[address, parsed.error.issues[0]?.message ?? ""] as const];
      });
      if (!stale) setFaults(new Map(found));
    };
    // Not reached: the server checks them all the same when the form is saved.
    if (fresh) void check().catch(() => undefined);
    else setFaults(new Map());
    return () => {
      stale = true;
    };
  }, [fresh]);
  return faults;
}
