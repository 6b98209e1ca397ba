// Loaded before the web process and the worker (node --import): when their launcher is killed, the
// channel to it closes and they end as if it had asked them to.
const graceMilliseconds = 15_000;

if (process.channel) {
  process.once("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.kill(process.pid, "SIGKILL"), graceMilliseconds).unref();
  });
  // The channel alone must not keep a process that has finished its work.
  process.channel.unref();
}
