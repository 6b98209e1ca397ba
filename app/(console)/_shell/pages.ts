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
      {
        href: "/scheduled-jobs/upcoming",
        label: "Upcoming",
        permission: "schedules.view",
        key: "u",
      },
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

/** The page of the menu to which a path belongs: of two above it the nearer one. */
export function pageOf(path: string): Page | undefined {
  const all = PAGES.flatMap((group) => group.pages);
  const above = all.filter(({ href }) => isAbove(href, path));
  return above.toSorted((a, b) => b.href.length - a.href.length)[0];
}

const isAbove = (href: string, path: string) =>
  path === href || (href !== "/" && path.startsWith(`${href}/`));
