import DockerNetwork

/// An emitter's end of a spool.
actor SpoolPublisher: Publisher {
    nonisolated let capabilities: TransportCapabilities
    private let executor = FileExecutor()
    private var spool: Spool
    private var isClosed = false

    init(_ spool: Spool, _ capabilities: TransportCapabilities) {
        self.spool = spool
        self.capabilities = capabilities
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func publish(
        _ publications: [Publication]
    ) async throws(TransportError) -> [PublishOutcome] {
        try Wait.checkCancellation(spool.endpoint)
        try checkOpen()
        let hosts = spool.hosts()
        for publication in publications { try spool.put(SpoolFile(publication), into: hosts) }
        return publications.map { _ in hosts.isEmpty ? .noReceiver : .routed }
    }

    func nextSignal() async throws(TransportError) -> PublisherSignal {
        // A spool brings nothing back: this waits for the end.
        while true {
            try checkOpen()
            try await Wait.pause(spool.endpoint)
        }
    }

    func close() {
        isClosed = true
    }

    private func checkOpen() throws(TransportError) {
        guard !isClosed else {
            throw TransportError(.closed, "\(spool.endpoint): the connection is closed")
        }
    }
}
