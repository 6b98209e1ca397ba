/** Runs once when the web process starts. The Node part is imported behind the check, so that no other runtime bundles it. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startWebProcess } = await import("./app/_server/web-process.ts");
    await startWebProcess();
  }
}
