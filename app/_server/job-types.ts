import { catalogue } from "#jobs/catalogue.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";

registerJobTypes(catalogue);
