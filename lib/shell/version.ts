import packageFile from "../../package.json" with { type: "json" };

/** The version of this program, as people report it. */
export const VERSION: string = packageFile.version;
