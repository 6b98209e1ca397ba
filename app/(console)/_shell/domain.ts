import { pageOf } from "./pages.ts";

/** The address of a page with the chosen domain kept. */
export function withDomain(href: string, domain: string | null): string {
  return domain ? `${href}?domain=${encodeURIComponent(domain)}` : href;
}

/** The list above a path: what can be shown for another domain too. "/process-tracker/12/log" → "/process-tracker". */
export const listAbove = (path: string) => pageOf(path)?.href ?? `/${path.split("/")[1] ?? ""}`;
