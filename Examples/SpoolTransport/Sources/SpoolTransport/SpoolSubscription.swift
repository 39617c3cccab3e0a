import DockerNetwork
import Foundation

/// A host's end of a spool: its folder, and what it took from there and did not acknowledge.
actor SpoolSubscription: Subscription {
    private let executor = FileExecutor()
    private let options: SubscriptionOptions
    private var spool: Spool
    private var folder = ""
    private var lock: Int32 = -1
    private var taken: [Delivery.Token: String] = [:]
    private var nextToken: UInt64 = 1
    private var isClosed = false

    init(_ spool: Spool, _ options: SubscriptionOptions) {
        self.spool = spool
        self.options = options
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    isolated deinit {
        close()
    }

    /// Makes the host's folder and locks it for as long as this connection is open.
    func open() throws(TransportError) {
        folder = try spool.folder(of: options.hostName)
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        lock = Glibc.open("\(folder)/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else {
            throw TransportError(
                .configuration,
                "\(spool.endpoint): cannot make \(folder); may this user write there?")
        }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close()
            throw TransportError(
                .inUse, "\(spool.endpoint): another host service uses '\(options.hostName)'")
        }
    }

    func nextBatch(limit: Int) async throws(TransportError) -> [Delivery] {
        while true {
            try Wait.checkCancellation(spool.endpoint)
            try checkOpen()
            let batch = try take(limit)
            guard batch.isEmpty else { return batch }
            try await Wait.pause(spool.endpoint)
        }
    }

    func settle(
        _ tokens: [Delivery.Token], sending receipts: [(Receipt, to: ReplyAddress)]
    ) throws(TransportError) {
        try checkOpen()
        // No delivery of a spool carries a reply address, so there are no receipts.
        for token in tokens {
            guard let name = taken.removeValue(forKey: token) else { continue }
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    func sendProbe(_ probe: ProbeID) throws(TransportError) {
        try checkOpen()
        try spool.put(SpoolFile(probe), into: [folder])
    }

    func requestResync() throws(TransportError) {
        try checkOpen()
    }

    func close() {
        isClosed = true
        // Closing the file lets go of the lock.
        if lock >= 0 { Glibc.close(lock) }
        lock = -1
    }

    private func take(_ limit: Int) throws(TransportError) -> [Delivery] {
        let known = Set(taken.values)
        let fresh = try spool.files(in: folder).lazy.filter { !known.contains($0) }
        return fresh.prefix(max(1, limit)).map { name in
            let token = Delivery.Token(rawValue: nextToken)
            nextToken += 1
            taken[token] = name
            let content = spool.content(of: "\(folder)/\(name)")
            return SpoolFile.delivery(of: content, token, in: options.domain)
        }
    }

    private func checkOpen() throws(TransportError) {
        guard !isClosed else {
            throw TransportError(.closed, "\(spool.endpoint): the connection is closed")
        }
    }
}
