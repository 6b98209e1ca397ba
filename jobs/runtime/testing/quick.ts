// Settings are read once, when the first module asks: a test whose own process sweeps imports this before anything else.
process.env["WORKER_LOST_SECONDS"] ??= "3";
