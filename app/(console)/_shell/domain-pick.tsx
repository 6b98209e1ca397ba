"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { Icon } from "../../_ui/icon.tsx";
import { Menu, MenuLink } from "../../_ui/menu.tsx";
import { listAbove, withDomain } from "./domain.ts";

const ALL = "All domains";

/** Which domain the pages are about: all that one may see, or one. Who sees only one has nothing to choose. */
export function DomainPick({ domains }: { domains: string[] }) {
  const path = usePathname();
  const current = useSearchParams().get("domain");
  if (domains.length < 2) {
    return (
      <span className="pick">
        <small className="desk">Domain</small> {domains[0] ?? "No domain"}
      </span>
    );
  }
  const shown = domains.find((name) => name === current) ?? ALL;
  return (
    <Menu
      label={`Domain: ${shown}`}
      className="pick"
      align="start"
      trigger={<Shown name={shown} />}
    >
      <div className="scroll">
        <MenuLink href={listAbove(path)} current={shown === ALL}>
          {ALL}
        </MenuLink>
        {domains.map((name) => (
          <MenuLink key={name} href={withDomain(listAbove(path), name)} current={shown === name}>
            {name}
          </MenuLink>
        ))}
      </div>
    </Menu>
  );
}

function Shown({ name }: { name: string }) {
  return (
    <>
      <small className="desk">Domain</small> <span className="cut">{name}</span>{" "}
      <Icon name="chev" />
    </>
  );
}
