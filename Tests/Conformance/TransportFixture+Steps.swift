import DockerNetwork
import Testing

/// Runs `work`, and throws where it takes longer than `limit`.
func within<Value: Sendable>(
    _ what: String, _ limit: Duration = .seconds(30),
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw DeadlineError(what: what)
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw DeadlineError(what: what) }
        return value
    }
}

extension TransportFixture {
    /// The domain of every row.
    static let domain: Domain = .docker

    /// A host's connection.
    func host(_ name: String = "one") async throws -> any Subscription {
        let transport = transport
        return try await within("the subscription") {
            try await transport.openSubscription(
                SubscriptionOptions(hostName: name, domain: Self.domain))
        }
    }

    /// An emitter's connection.
    func emitter(
        hearsResync: Bool = false, hearsReceipts: Bool = false
    ) async throws -> any Publisher {
        let transport = transport
        let options = PublisherOptions(
            instance: .random(), hearsResync: hearsResync, hearsReceipts: hearsReceipts)
        return try await within("the publisher") { try await transport.openPublisher(options) }
    }

    /// An announcement with an origin whose sequence is `number`.
    static func announcement(
        _ number: Int, kind: Announcement.Kind = .up, address: String = "172.17.0.2",
        instance: InstanceID = .random()
    ) throws -> Announcement {
        let address = try #require(IPAddress(address))
        let registration = try Registration(
            hostname: Hostname("web", in: domain), address: address)
        let origin = Origin(instance: instance, started: 1_700_000_000_000, sequence: Int64(number))
        return Announcement(kind, registration, origin: origin, lease: Lease(seconds: 30))
    }

    /// `count` publications of one instance, numbered from `first`.
    static func publications(
        _ count: Int, from first: Int = 1, wantsReceipt: Bool = false,
        instance: InstanceID = .random()
    ) throws -> [Publication] {
        try (first..<(first + count)).map { number in
            Publication(
                try announcement(number, instance: instance), messageID: "message-\(number)",
                sentAt: 1_700_000_000_123, wantsReceipt: wantsReceipt)
        }
    }
}

extension Subscription {
    /// Takes batches until there are `count` deliveries; that somebody left is none.
    func collect(_ count: Int, limit: Int = 10_000) async throws -> [Delivery] {
        try await within("the arrival of \(count) messages") {
            var all: [Delivery] = []
            while all.count < count {
                all += try await self.nextBatch(limit: limit).filter { $0.content != .left }
            }
            return all
        }
    }
}

extension Publisher {
    /// Publishes, and expects that a host gets all of it.
    func deliver(_ publications: [Publication]) async throws {
        let outcomes = try await within("the answer to a publish") {
            try await self.publish(publications)
        }
        #expect(outcomes == Array(repeating: .routed, count: publications.count))
    }

    /// The next signal.
    func signal() async throws -> PublisherSignal {
        try await within("a signal") { try await self.nextSignal() }
    }
}

extension Delivery {
    /// What is announced, or nil where the message is malformed.
    var announcement: Announcement? {
        guard case .announcement(let announcement) = content else { return nil }
        return announcement
    }

    /// The number that its emitter gave it.
    var sequence: Int64? { announcement?.origin?.sequence }
}

/// Runs `work` and returns the code of what it throws, or nil where it throws nothing.
func code(
    _ work: @escaping @Sendable () async throws -> Void
) async throws -> TransportError.Code? {
    try await within("an end") {
        do {
            try await work()
            return nil
        } catch let error as TransportError {
            return error.code
        }
    }
}
