import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "./root.js";
import { Refusal, say } from "./say.js";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * A Chromium for the browser tests: the one named, the system's, Playwright's own, or one installed now.
 * @param {import("./settings.js").Env} env
 * @returns {Promise<string>} its program
 */
export async function findChromium(env) {
  if (env.PLAYWRIGHT_CHROMIUM) return requireNamed(env.PLAYWRIGHT_CHROMIUM);
  const found = (await present(env)) ?? (await install(env));
  if (found) return found;
  throw new Refusal(
    "The browser tests need Chromium, which could not be installed; install the package chromium or name a program with PLAYWRIGHT_CHROMIUM.",
  );
}

/** @param {string} program */
function requireNamed(program) {
  if (existsSync(program)) return program;
  throw new Refusal(`PLAYWRIGHT_CHROMIUM names ${program}, which does not exist.`);
}

/** @param {import("./settings.js").Env} env @returns {Promise<string | undefined>} */
async function present(env) {
  const { chromium } = await import("playwright");
  const folders = (env.PATH ?? "").split(delimiter);
  const candidates = [
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    chromium.executablePath(),
  ];
  return candidates.find((path) => existsSync(path));
}

/** @param {import("./settings.js").Env} env */
async function install(env) {
  say("Installing Chromium for the browser tests …");
  const attempts = [...(isDebian() ? [() => apt(env)] : []), () => playwrightInstall(env)];
  for (const attempt of attempts) {
    attempt();
    const found = await present(env);
    if (found) return found;
  }
  return undefined;
}

/** Only Debian's own; Ubuntu's package of this name is a shell around another package manager. */
function isDebian() {
  return (
    existsSync("/etc/os-release") && /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"))
  );
}

/** As root, or with a sudo that asks for no password. @param {import("./settings.js").Env} env */
function apt(env) {
  const run = (/** @type {string[]} */ ...command) => {
    const [program = "", ...args] = process.getuid?.() === 0 ? command : ["sudo", "-n", ...command];
    return (
      spawnSync(program, args, {
        stdio: "ignore",
        env: { ...env, DEBIAN_FRONTEND: "noninteractive" },
      }).status === 0
    );
  };
  const packages = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"];
  if (!run(...packages)) void (run("apt-get", "update") && run(...packages));
}

/** @param {import("./settings.js").Env} env */
function playwrightInstall(env) {
  const withLibraries =
    process.platform === "linux" && process.getuid?.() === 0 ? ["--with-deps"] : [];
  spawnSync(
    process.execPath,
    [join(root, "node_modules/playwright/cli.js"), "install", ...withLibraries, "chromium"],
    { cwd: root, env, stdio: "inherit" },
  );
}
