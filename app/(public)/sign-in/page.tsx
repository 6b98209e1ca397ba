import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { currentViewer } from "#app/_server/viewer.ts";
import { listDemoAccounts } from "#lib/people/demo-accounts.ts";
import { needsSetup } from "#lib/people/setup.ts";
import { localPath } from "#lib/text/local-path.ts";
import { PublicFrame } from "../_components/public-frame.tsx";
import { DemoAccounts } from "./_components/demo-accounts.tsx";
import { SignInForm } from "./_components/sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

const text = (max: number) => z.string().max(max).optional().catch(undefined);
const Query = z.object({ callbackUrl: text(2048), ended: text(1), email: text(254) });

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>;
}) {
  const { callbackUrl, ended, email } = Query.parse(await searchParams);
  if (await currentViewer()) redirect(localPath(callbackUrl));
  if (await needsSetup()) redirect("/setup");
  return (
    <PublicFrame>
      <div className="public-form">
        <h1>Sign in</h1>
        <p className="soft">to the jobs console</p>
        {ended && (
          <p className="said" role="status">
            Your session ended. Sign in and you are back where you were.
          </p>
        )}
        <SignInForm callbackUrl={localPath(callbackUrl)} email={email ?? ""} />
        <DemoAccounts accounts={await listDemoAccounts()} callbackUrl={localPath(callbackUrl)} />
      </div>
    </PublicFrame>
  );
}
