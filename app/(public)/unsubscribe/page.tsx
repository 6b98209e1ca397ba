import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { UnsubscribeQuery } from "#lib/mails/unsubscribe-input.ts";
import { isOurLink } from "#lib/mails/unsubscribe-link.ts";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { PublicFrame } from "../_components/public-frame.tsx";
import { takeOff } from "./actions.ts";

export const metadata: Metadata = { title: "Reports by mail" };

type Props = { searchParams: Promise<Record<string, unknown>> };

/** Asks before it takes somebody off a list; opening the address alone changes nothing. */
export default async function UnsubscribePage({ searchParams }: Props) {
  const query = await searchParams;
  const parsed = UnsubscribeQuery.safeParse(query);
  if (!parsed.success || !isOurLink(parsed.data)) notFound();
  const { to, job } = parsed.data;
  return (
    <PublicFrame>
      <div className="public-form">
        <h1>{query["done"] ? "You get no more of these" : "No more of these mails?"}</h1>
        <p className="soft">
          Reports of this job to {to}. {query["done"] ? "Other jobs' reports still come." : ""}
        </p>
        {!query["done"] && (
          <form action={takeOff}>
            {Object.entries(parsed.data).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <SubmitButton
              variant="primary"
              pending="Taking off…"
              spoken={`Stop these mails: reports of ${job} to ${to}`}
            >
              Stop these mails
            </SubmitButton>
          </form>
        )}
      </div>
    </PublicFrame>
  );
}
