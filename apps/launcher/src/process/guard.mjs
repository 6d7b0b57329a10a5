/**
 * Loaded before every child of the launcher: when the launcher vanishes, however it died, its IPC
 * channel closes and the child ends too, with all that it started (it leads a group of its own).
 *
 * Children's own children inherit the flag that loads this; their channels are none of our business.
 */
if (process.env.MASKBOARD_LAUNCHER === String(process.ppid)) {
  process.on("disconnect", () => {
    signalAll("SIGTERM");
    setTimeout(() => signalAll("SIGKILL"), 5_000).unref();
  });
  // Listening alone must not keep a child alive that has done its work.
  process.channel?.unref();
}

/** @param {NodeJS.Signals} signal */
function signalAll(signal) {
  try {
    process.kill(-process.pid, signal);
  } catch {
    // Windows has no groups.
    process.kill(process.pid, signal);
  }
}
