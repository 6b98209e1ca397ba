// Loaded into a program by NODE_OPTIONS: it runs with the release of pg-boss before ours, as before an upgrade.
import { registerHooks } from "node:module";

registerHooks({
  resolve: (specifier, context, next) =>
    next(/^pg-boss(-[0-9a-f]{16})?$/.test(specifier) ? "pg-boss-before" : specifier, context),
});
