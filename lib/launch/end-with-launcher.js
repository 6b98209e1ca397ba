// Loaded before the programs that a launcher starts (node --import): when the launcher is killed, the
// channel to it closes and they end as if it had asked them to. Their own children inherit the option
// and keep their channel to themselves.
const graceMilliseconds = 15_000;

if (process.channel && process.env.NIGHTSHIFT_LAUNCHER === String(process.ppid)) {
  process.once("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.kill(process.pid, "SIGKILL"), graceMilliseconds).unref();
  });
  // The channel alone must not keep a process that has finished its work.
  process.channel.unref();
}
