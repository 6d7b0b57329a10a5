/**
 * Loaded before every child of the launcher: when the launcher vanishes, however it died, its IPC
 * channel closes and the child ends too, with all that it started (it leads a group of its own).
 */
process.on("disconnect", () => {
  signalAll("SIGTERM");
  setTimeout(() => signalAll("SIGKILL"), 5_000).unref();
});

/** @param {NodeJS.Signals} signal */
function signalAll(signal) {
  try {
    process.kill(-process.pid, signal);
  } catch {
    // Not the leader of a group (a watcher's child, or Windows).
    process.kill(process.pid, signal);
  }
}
