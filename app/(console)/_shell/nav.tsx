"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef, type ReactNode } from "react";
import { Icon } from "../../_ui/icon.tsx";
import { withDomain } from "./domain.ts";
import { Figure, type Figures } from "./figures.tsx";
import { pageOf, type Page, type PageGroup } from "./pages.ts";

type Props = {
  groups: PageGroup[];
  figures: Figures;
  /** The person's entries, on the phone. */
  children: ReactNode;
};

/** The menu at the left; on the phone a popover that the button in the top bar opens, with or without scripts. */
export function Nav({ groups, figures, children }: Props) {
  const path = usePathname();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => nav.current?.hidePopover(), [path]);
  const domain = useSearchParams().get("domain");
  return (
    <nav ref={nav} id="menu" popover="auto" aria-label="Main">
      <Link className="brand" href={withDomain("/", domain)} prefetch={false}>
        <Icon name="mark" />
        Nightshift
      </Link>
      <button
        type="button"
        className="close"
        popoverTarget="menu"
        popoverTargetAction="hide"
        aria-label="Close the menu"
      >
        <Icon name="x" size={16} />
      </button>
      {groups.map((group) => (
        <div key={group.title} className={group.title ? undefined : "first"}>
          {group.title && <h2>{group.title}</h2>}
          <ul>
            {group.pages.map((page) => (
              <Entry
                key={page.href}
                page={page}
                href={withDomain(page.href, domain)}
                path={path}
                figures={figures}
              />
            ))}
          </ul>
        </div>
      ))}
      <div className="mine menu-part phone">{children}</div>
    </nav>
  );
}

type EntryProps = { page: Page; href: string; path: string; figures: Figures };

function Entry({ page, href, path, figures }: EntryProps) {
  const here = path === page.href ? "page" : pageOf(path)?.href === page.href ? "true" : undefined;
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        aria-current={here}
        aria-keyshortcuts={page.key && `g ${page.key}`}
      >
        {page.label} {page.count && <Figure name={page.count} {...figures} />}
      </Link>
    </li>
  );
}
