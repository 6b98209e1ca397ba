import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { needsSetup } from "#lib/people/setup.ts";
import { PublicFrame } from "../_components/public-frame.tsx";
import { SetupForm } from "./_components/setup-form.tsx";

export const metadata: Metadata = { title: "First start" };
export const dynamic = "force-dynamic";

export default async function SetupPage() {
  if (!(await needsSetup())) redirect("/sign-in");
  return (
    <PublicFrame>
      <div className="public-form">
        <h1>First start</h1>
        <p className="soft">
          Create the first system administrator. The token stands in the server’s log.
        </p>
        <SetupForm />
      </div>
    </PublicFrame>
  );
}
