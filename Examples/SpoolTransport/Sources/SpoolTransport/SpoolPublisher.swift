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
        var outcomes: [PublishOutcome] = []
        for publication in publications { outcomes.append(try put(publication, into: hosts)) }
        return outcomes
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

    private func put(
        _ publication: Publication, into hosts: [String]
    ) throws(TransportError) -> PublishOutcome {
        guard publication.messageID.utf8.count <= Publication.longestMessageID else {
            return .refused("its message-id has more than 255 bytes")
        }
        try spool.put(SpoolFile(publication), into: hosts)
        return hosts.isEmpty ? .noReceiver : .routed
    }

    private func checkOpen() throws(TransportError) {
        guard !isClosed else {
            throw TransportError(.closed, "\(spool.endpoint): the connection is closed")
        }
    }
}
