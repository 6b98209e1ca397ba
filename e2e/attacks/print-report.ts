// Prints the HTML of a run's report, as a worker would mail it: node print-report.ts <run>. Needs DATABASE_URL_WEB.
import { catalogue } from "#jobs/catalogue.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { closeDatabase } from "#lib/platform/db.ts";
import { composeReport } from "#lib/reports/compose.ts";
import { reportFacts } from "#lib/reports/facts.ts";

registerJobTypes(catalogue);
const facts = await reportFacts(Number(process.argv[2]));
process.stdout.write(composeReport(facts, "You asked for it.").html);
await closeDatabase();
