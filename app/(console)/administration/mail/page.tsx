import type { Metadata } from "next";
import { getMail } from "#lib/mails/get.ts";
import { MailQuery, type MailFilters } from "#lib/mails/list-input.ts";
import { listMails } from "#lib/mails/list.ts";
import { mailServer } from "#lib/mails/server.ts";
import { refusedPage } from "../../../_server/refused-page.ts";
import { requireViewer } from "../../../_server/viewer.ts";
import { FilterForm } from "../../../_ui/filter-form.tsx";
import { SearchField } from "../../../_ui/search-field.tsx";
import { Pager } from "../../../_ui/table.tsx";
import { Letter } from "./_components/letter.tsx";
import { MailList } from "./_components/mail-list.tsx";
import { MailToggles } from "./_components/mail-toggles.tsx";
import { NoMail } from "./_components/no-mail.tsx";
import { ServerState } from "./_components/server-state.tsx";
import { mailHref } from "./_components/mail-href.ts";
import "./_components/mail.css";

export const metadata: Metadata = { title: "Mail" };

type Props = { searchParams: Promise<Record<string, unknown>> };

/** The outbox: what was told to whom, and what became of it. The open mail stands beside the list. */
export default async function MailPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const filters = MailQuery.parse(await searchParams);
  const page = await refusedPage(() => listMails(viewer, filters));
  const open = filters.mail && (await refusedPage(() => getMail(viewer, filters.mail as string)));
  return (
    <>
      <div className="head">
        <h1>Mail</h1>
        <span className="sub">{page.inADay} in 24 h</span>
        <ServerState {...mailServer(viewer)} />
        <FilterForm
          action="/administration/mail"
          keep={kept(filters)}
          className="right"
          label="Filter mails"
        >
          <MailToggles counts={page.counts} selected={filters.status} />
          <SearchField name="q" label="Find subject or person" defaultValue={filters.q} />
        </FilterForm>
      </div>
      {page.mails.length === 0 ? (
        <NoMail narrowed={filters.status.length > 0 || filters.q !== ""} />
      ) : (
        <div className={open ? "mailcols reading" : "mailcols alone"}>
          <div className="list">
            <MailList mails={page.mails} filters={filters} />
            {(filters.before || page.next) && (
              <Pager
                newer={filters.before ? mailHref({ ...filters, before: undefined }) : null}
                older={page.next && mailHref({ ...filters, before: page.next })}
                words={["Newest", "Older"]}
              />
            )}
          </div>
          {open && <Letter mail={open} filters={filters} />}
        </div>
      )}
    </>
  );
}

const kept = ({ mail, part }: MailFilters) => ({ mail, part: part === "sent" ? undefined : part });
