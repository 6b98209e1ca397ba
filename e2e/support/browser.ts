import type { LaunchOptions } from "@playwright/test";

/** Chromium as it runs in containers and as root, and without calls to its maker. */
export const launchOptions: LaunchOptions = {
  executablePath: process.env.PLAYWRIGHT_CHROMIUM,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
