internal import DequeModule
internal import DockerNetwork

/// Values on their way to one task that waits for them; closing it, or cancelling that task, ends
/// the wait at once.
actor Mailbox<Element: Sendable> {
    private var elements: Deque<Element> = []
    private var waiter: CheckedContinuation<Void, Never>?
    private var isClosed = false

    func append(_ new: [Element]) {
        guard !isClosed else { return }
        elements.append(contentsOf: new)
        wake()
    }

    func close() {
        isClosed = true
        wake()
    }

    /// Takes the oldest value, waiting for it where there is none.
    func next() async throws(TransportError) -> Element {
        while true {
            guard !isClosed else { throw .inMemoryClosed }
            if let element = elements.popFirst() { return element }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    // Cancelled before the handler could find a waiter to wake.
                    if Task.isCancelled {
                        continuation.resume()
                    } else {
                        // One that was cancelled may still be on its way out.
                        wake()
                        waiter = continuation
                    }
                }
            } onCancel: {
                Task { await self.wake() }
            }
            guard !Task.isCancelled else {
                throw TransportError(.cancelled, "memory: the wait was cancelled")
            }
        }
    }

    private func wake() {
        waiter?.resume()
        waiter = nil
    }
}

extension TransportError {
    static var inMemoryClosed: Self { Self(.closed, "memory: the connection is closed") }
}
