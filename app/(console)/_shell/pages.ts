import type { Permission } from "#lib/access/permissions.ts";

export type Page = {
  href: string;
  label: string;
  /** Without it everybody sees the page. */
  permission?: Permission;
  /** Second key after "g". */
  key?: string;
  /** Which figure stands behind the name. */
  count?: "running" | "unread";
};

export type PageGroup = { title: string | null; pages: Page[] };

/** The menu: one line per page. The page itself checks the permission; here it only decides what is drawn. */
export const PAGES: PageGroup[] = [
  {
    title: null,
    pages: [
      { href: "/", label: "Dashboard", key: "d" },
      { href: "/process-tracker", label: "Process tracker", key: "p", count: "running" },
      { href: "/notices", label: "Notices", key: "n", count: "unread" },
    ],
  },
  {
    title: "Planning",
    pages: [
      { href: "/scheduled-jobs", label: "Scheduled jobs", permission: "schedules.view", key: "s" },
    ],
  },
  {
    title: "Data",
    pages: [
      { href: "/imports", label: "Imports", permission: "imports.start", key: "i" },
      { href: "/products", label: "Products", permission: "products.view", key: "o" },
    ],
  },
  {
    title: "Administration",
    pages: [{ href: "/administration/mail", label: "Mail", permission: "mail.manage" }],
  },
];

/** The page of the menu to which a path belongs. */
export function pageOf(path: string): Page | undefined {
  const all = PAGES.flatMap((group) => group.pages);
  return all.find(({ href }) => path === href || (href !== "/" && path.startsWith(`${href}/`)));
}
