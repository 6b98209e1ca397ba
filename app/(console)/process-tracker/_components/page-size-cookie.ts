import { cookies } from "next/headers";
import { keepInBrowser } from "#app/_server/browser-cookie.ts";
import { PAGE_SIZES, type PageSize } from "#lib/runs/list-input.ts";

const NAME = "page-size";
const YEAR_SECONDS = 365 * 24 * 3600;

/** How many rows this browser wants on a page; 50 until it says otherwise. */
export async function pageSize(): Promise<PageSize> {
  const wanted = Number((await cookies()).get(NAME)?.value);
  return PAGE_SIZES.find((size) => size === wanted) ?? 50;
}

export async function rememberPageSize(size: PageSize): Promise<void> {
  await keepInBrowser(NAME, String(size), YEAR_SECONDS);
}
