import { productListQuery, type ProductFilters } from "#lib/products/list-input.ts";
import { Chip } from "../../../_ui/chip.tsx";
import { Icon } from "../../../_ui/icon.tsx";
import { Menu, MenuLink } from "../../../_ui/menu.tsx";

type Props = { filters: ProductFilters; families: string[] };

/** What narrows the list, each removable, and what could. All of it are links. */
export function ProductFilterRow({ filters, families }: Props) {
  const { family, enabled, q } = filters;
  const href = (changes: Partial<ProductFilters>) =>
    `/products?${productListQuery(filters, changes)}`;
  const state = enabled === "yes" ? "Enabled" : "Not enabled";
  return (
    <div className="filters">
      {q && (
        <Chip href={href({ q: "" })} removeLabel={`Remove the search for ${q}`}>
          “{q}”
        </Chip>
      )}
      {family && (
        <Chip href={href({ family: undefined })} removeLabel={`Remove the filter family ${family}`}>
          Family: {family}
        </Chip>
      )}
      {enabled && (
        <Chip href={href({ enabled: undefined })} removeLabel={`Remove the filter ${state}`}>
          {state}
        </Chip>
      )}
      {families.length > 0 && <FamilyMenu families={families} current={family} href={href} />}
      <EnabledMenu current={enabled} href={href} />
      {(q || family || enabled) && (
        <a className="link soft" href={href({ q: "", family: undefined, enabled: undefined })}>
          Reset
        </a>
      )}
    </div>
  );
}

type Href = (changes: Partial<ProductFilters>) => string;

function FamilyMenu(props: { families: string[]; current: string | undefined; href: Href }) {
  return (
    <Menu label="Family" align="start" trigger={<Opens>Family</Opens>}>
      <div className="scroll">
        {props.families.map((family) => (
          <MenuLink key={family} href={props.href({ family })} current={family === props.current}>
            {family}
          </MenuLink>
        ))}
      </div>
    </Menu>
  );
}

function EnabledMenu({ current, href }: { current: ProductFilters["enabled"]; href: Href }) {
  return (
    <Menu label="Enabled" align="start" trigger={<Opens>Enabled</Opens>}>
      <MenuLink href={href({ enabled: "yes" })} current={current === "yes"}>
        Enabled
      </MenuLink>
      <MenuLink href={href({ enabled: "no" })} current={current === "no"}>
        Not enabled
      </MenuLink>
    </Menu>
  );
}

function Opens({ children }: { children: string }) {
  return (
    <>
      {children} <Icon name="chev" size={11} />
    </>
  );
}
