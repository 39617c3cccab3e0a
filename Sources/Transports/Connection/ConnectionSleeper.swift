/// Puts a connection's thread to sleep: with the library whose handle it owns.
package protocol ConnectionSleeper: Sendable {
    /// Sleeps until what is waited for is there, `wake` was called since the last sleep, or the
    /// time is over; it may return early.
    func sleep(_ wait: ConnectionThread.Wait)

    /// Ends the sleep, or the next one where the thread does not sleep; from any thread.
    func wake()
}
