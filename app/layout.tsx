import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { preload } from "react-dom";
import type { ReactNode } from "react";
import { Sprite } from "./_ui/sprite.tsx";
import { readPreferences } from "./_ui/preferences.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Nightshift", template: "%s · Nightshift" },
  description: "One console for the work that runs behind a business.",
  icons: { icon: "/icons/mark.svg", apple: "/icons/mark-180.png" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f8f6f0" },
    { media: "(prefers-color-scheme: dark)", color: "#0b1120" },
  ],
};

/** The document: theme, density, fonts and the drawn shapes. Everything else belongs to the pages. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const { theme, density, motion } = readPreferences(await cookies());
  preload("/fonts/archivo-latin-wght.woff2", {
    as: "font",
    type: "font/woff2",
    crossOrigin: "anonymous",
  });
  return (
    <html lang="en" data-theme={theme} data-density={density} data-motion={motion}>
      <body>
        <Sprite />
        {children}
      </body>
    </html>
  );
}
