/**
 * Loaded before every child of the launcher: when the launcher vanishes, however it died, its IPC
 * channel closes and the child ends too, with all that it started (it leads a group of its own).
 */
process.on("disconnect", () => {
  signalAll("SIGTERM");
  setTimeout(() => signalAll("SIGKILL"), 5_000).unref();
});
// Listening alone must not keep a child alive that has done its work.
process.channel?.unref();

/** @param {NodeJS.Signals} signal */
function signalAll(signal) {
  try {
    process.kill(-process.pid, signal);
  } catch {
    // Not the leader of a group (a watcher's child, or Windows).
    process.kill(process.pid, signal);
  }
}
