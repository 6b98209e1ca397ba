import { redirect } from "next/navigation";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The address that failed runs lead to, with the run that a corrected file continues. */
export default async function NewImportPage({ searchParams }: Props) {
  const { continues } = await searchParams;
  redirect(
    /^\d{1,15}$/.test(String(continues)) ? `/imports?continues=${String(continues)}` : "/imports",
  );
}
