import DockerNetwork
import Testing

extension TransportFixture {
    /// A cancelled call has so long to come back.
    private static let prompt = Duration.seconds(1)

    func checkCancelsNextBatch() async throws {
        let host = try await host()
        let emitter = try await emitter()
        for round in 0..<20 {
            let waiting = Task { try await host.nextBatch(limit: 10) }
            // Sometimes before it waits, sometimes while.
            if round % 2 == 0 { await Task.yield() }
            waiting.cancel()
            let result = try await within("the cancelled nextBatch", Self.prompt) {
                await waiting.result
            }
            guard case .failure(let error as TransportError) = result else {
                Issue.record("nextBatch returned although nothing was published")
                return
            }
            #expect(error.code == .cancelled)
        }
        try await emitter.deliver(Self.publications(5))
        #expect(try await host.collect(5).map(\.sequence) == (1...5).map { Int64($0) })
        await host.close()
        await emitter.close()
    }

    func checkCancelsNextSignal() async throws {
        let host = try await host()
        let emitter = try await emitter(hearsResync: true)
        let waiting = Task { try await emitter.nextSignal() }
        waiting.cancel()
        let result = try await within("the cancelled nextSignal", Self.prompt) {
            await waiting.result
        }
        #expect(throws: TransportError.self) { try result.get() }
        try await host.requestResync()
        #expect(try await emitter.signal() == .resync)
        await host.close()
        await emitter.close()
    }

    func checkCancelsPublish() async throws {
        let host = try await host()
        let emitter = try await emitter()
        let publications = try Self.publications(1)
        let cancelled = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await emitter.publish(publications)
        }
        let result = try await within("the cancelled publish", Self.prompt) {
            await cancelled.result
        }
        guard case .failure(let error as TransportError) = result else {
            Issue.record("a publish in a cancelled task returned")
            return
        }
        #expect(error.code == .cancelled)
        try await emitter.deliver(Self.publications(1, from: 2))
        // Whether the cancelled one was sent is open; the other one arrives.
        var sequences: [Int64?] = []
        while !sequences.contains(2) { sequences += try await host.collect(1).map(\.sequence) }
        await host.close()
        await emitter.close()
    }

    func checkCancelsOpening() async throws {
        let transport = transport
        for round in 0..<10 {
            let options = SubscriptionOptions(hostName: "one", domain: Self.domain)
            let opening = Task {
                if round % 2 == 0 { withUnsafeCurrentTask { $0?.cancel() } }
                await (try transport.openSubscription(options)).close()
            }
            opening.cancel()
            let result = try await within("the cancelled opening") { await opening.result }
            if case .failure(let error as TransportError) = result {
                #expect(error.code == .cancelled)
            }
        }
        // What is given up goes away in its own time: a host that comes then is not kept out.
        let host = try await within("a subscription after cancelled ones") {
            while true {
                if let host = try await Self.unlessInUse(transport) { return host }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        let emitter = try await emitter()
        try await emitter.deliver(Self.publications(1))
        #expect(try await host.collect(1).first?.sequence == 1)
        await host.close()
        await emitter.close()
    }

    private static func unlessInUse(
        _ transport: any Transport
    ) async throws -> (any Subscription)? {
        do {
            return try await transport.openSubscription(
                SubscriptionOptions(hostName: "one", domain: domain))
        } catch {
            guard error.code == .inUse else { throw error }
            return nil
        }
    }

    func checkClosesThePublisher() async throws {
        let host = try await host()
        let emitter = try await emitter()
        let waiting = Task { try await emitter.nextSignal() }
        await Task.yield()
        await emitter.close()
        await emitter.close()
        #expect(try await code { _ = try await waiting.value } == .closed)
        let publications = try Self.publications(1)
        #expect(try await code { _ = try await emitter.publish(publications) } == .closed)
        #expect(try await code { _ = try await emitter.nextSignal() } == .closed)
        await host.close()
    }

    func checkClosesTheSubscription() async throws {
        let host = try await host()
        let waiting = Task { try await host.nextBatch(limit: 1) }
        await Task.yield()
        await host.close()
        await host.close()
        #expect(try await code { _ = try await waiting.value } == .closed)
        #expect(try await code { _ = try await host.nextBatch(limit: 1) } == .closed)
        let token = Delivery.Token(rawValue: 1)
        #expect(try await code { try await host.settle([token], sending: []) } == .closed)
    }
}
