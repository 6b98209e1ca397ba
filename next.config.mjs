/** @type {import("next").NextConfig} */
export default {
  // A separate folder lets the browser tests build beside a running console.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  images: { unoptimized: true },
  productionBrowserSourceMaps: false,
  serverExternalPackages: ["@node-rs/argon2", "postgres", "pg-boss", "pino"],
  // A title that is streamed after its page is missing for a moment, when the page comes alive: everybody gets it in the head.
  htmlLimitedBots: /.*/,
  experimental: { authInterrupts: true },
};
