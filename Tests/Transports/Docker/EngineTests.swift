#if Docker
    import DockerNetwork
    import Foundation
    import Synchronization
    import Testing

    @testable import DockerNetworkDocker
    import TestSupport

    /// A connection to an engine's API, to a stub of one.
    struct EngineTests {
        private let options = SubscriptionOptions(hostName: "test", domain: .docker)

        /// What a subscription brings, in words.
        private final class Listener: Sendable {
            let subscription: any Subscription
            private let words = Mutex<[String]>([])
            private let end = Mutex<TransportError?>(nil)

            init(_ subscription: any Subscription) {
                self.subscription = subscription
            }

            var heard: [String] { words.withLock { $0 } }
            var failure: TransportError? { end.withLock { $0 } }

            func listen() async {
                do throws(TransportError) {
                    while true {
                        let batch = try await subscription.nextBatch(limit: 7)
                        words.withLock { $0 += batch.map(Self.text) }
                    }
                } catch {
                    end.withLock { $0 = error }
                }
            }

            private static func text(_ delivery: Delivery) -> String {
                switch delivery.content {
                case .announcement(let announcement):
                    "\(announcement.kind.rawValue) \(announcement.registration.hostname) "
                        + "\(announcement.registration.address)"
                case .complete: "complete"
                case .probe(let probe): "probe \(probe.rawValue)"
                case .malformed, .left: "?"
                }
            }
        }

        private func listening(
            to configuration: DockerConfiguration, _ body: (Listener) async throws -> Void
        ) async throws {
            let transport = DockerTransport(configuration)
            let listener = Listener(try await transport.openSubscription(options))
            let task = Task { await listener.listen() }
            do {
                try await body(listener)
            } catch {
                await listener.subscription.close()
                throw error
            }
            await listener.subscription.close()
            await task.value
        }

        @Test("the whole list, then events; a probe comes behind what came before it")
        func followsEvents() async throws {
            let engine = try await StubEngine()
            try engine.run(1, name: "one", address: "10.0.0.1")
            try await listening(to: engine.configuration()) { listener in
                try await eventually("the list is there") { listener.heard.contains("complete") }
                #expect(listener.heard == ["up one 10.0.0.1", "complete"])
                try engine.run(2, name: "two", address: "10.0.0.2")
                try engine.say("start", 2)
                try await eventually("two came") { listener.heard.contains("up two 10.0.0.2") }
                try engine.say("die", 1)
                try await eventually("one went") { listener.heard.contains("down one 10.0.0.1") }
                try await listener.subscription.sendProbe(ProbeID(rawValue: 7))
                try await eventually("the probe is back") { listener.heard.last == "probe 7" }
            }
            let paths = try engine.requests().map { $0.split(separator: "?")[0] }
            #expect(
                Set(paths) == [
                    "/version", "/v1.41/version", "/v1.41/events", "/v1.41/containers/json",
                    "/v1.41/containers/\(StubEngine.id(1))/json",
                    "/v1.41/containers/\(StubEngine.id(2))/json",
                ])
        }

        @Test("every third of the lease all is renewed, and what events did not tell is right")
        func recoversByTheList() async throws {
            let engine = try await StubEngine()
            try engine.run(1, name: "one", address: "10.0.0.1")
            try engine.run(2, name: "two", address: "10.0.0.2")
            try await listening(to: engine.configuration(3)) { listener in
                try await eventually("the list is there") { listener.heard.contains("complete") }
                try engine.remove(1)
                try engine.run(2, name: "two", address: "10.0.0.9")
                try engine.run(3, name: "three", address: "10.0.0.3", health: "healthy")
                try await eventually("all of it is known") {
                    let heard = listener.heard
                    return heard.contains("down one 10.0.0.1")
                        && heard.contains("down two 10.0.0.2")
                        && heard.contains("up two 10.0.0.9")
                        && heard.contains("up three 10.0.0.3")
                }
                try await eventually("it is renewed") {
                    listener.heard.count { $0 == "up three 10.0.0.3" } > 1
                }
            }
        }

        @Test("a resync makes the list come at once")
        func resync() async throws {
            let engine = try await StubEngine()
            try engine.run(1, name: "one", address: "10.0.0.1")
            try await listening(to: engine.configuration(3_000)) { listener in
                try await eventually("the list is there") { listener.heard.contains("complete") }
                try await listener.subscription.requestResync()
                try await eventually("it came again") {
                    listener.heard.count { $0 == "complete" } == 2
                }
                #expect(listener.heard.count { $0 == "up one 10.0.0.1" } == 2)
            }
        }

        @Test("the engine goes: the connection is over, and another finds it again")
        func engineGoes() async throws {
            let engine = try await StubEngine()
            try await listening(to: engine.configuration()) { listener in
                try await eventually("the list is there") { listener.heard.contains("complete") }
                engine.stop()
                try await eventually("it is over") { listener.failure != nil }
                #expect(listener.failure?.isTransient == true)
            }
            try await engine.start()
            try engine.run(1, name: "one", address: "10.0.0.1")
            try await listening(to: engine.configuration()) { listener in
                try await eventually("one is there") { listener.heard.contains("complete") }
                #expect(listener.heard.first == "up one 10.0.0.1")
            }
        }

        @Test("an engine that is not there, or is none")
        func notThere() async throws {
            let engine = try await StubEngine()
            func code(_ configuration: DockerConfiguration) async -> TransportError.Code? {
                do throws(TransportError) {
                    await (try DockerTransport(configuration).openSubscription(options)).close()
                    return nil
                } catch {
                    #expect(error.message.hasPrefix("docker"), "\(error)")
                    #expect(!error.message.contains("\u{1B}"))
                    return error.code
                }
            }
            let configuration = engine.configuration()
            for (manner, expected) in [
                ("html", TransportError.Code.unreachable), ("noise", .closed), ("cut", .closed),
                ("broken", .closed), ("forbidden", .refused), ("deep", .unreachable),
                ("headers", .closed), ("huge", .closed), ("silent", .timedOut),
            ] {
                try engine.misbehave(manner, at: "/version")
                #expect(await code(configuration) == expected, "\(manner)")
            }
            try engine.misbehave("forbidden", at: "/events")
            // The stream's refusal may come before or after the opening is through.
            #expect([.refused, nil].contains(await code(configuration)))
            try engine.misbehave(nil)
            engine.stop()
            #expect(await code(configuration) == .unreachable)
            var bad = configuration
            bad.place = .socket("relative")
            #expect(await code(bad) == .configuration)
            bad.place = .host("127.0.0.1", port: 1)
            #expect(await code(bad) == .unreachable)
        }

        @Test(
            "a list that cannot be read ends the connection; memory and time are bounded",
            arguments: ["html", "noise", "cut", "broken", "forbidden", "deep", "silent", "trickle"])
        func badList(manner: String) async throws {
            let engine = try await StubEngine()
            try engine.misbehave(manner, at: "/containers/json")
            try await listening(to: engine.configuration()) { listener in
                try await eventually("it is over") { listener.failure != nil }
                #expect(listener.heard == [])
            }
        }

        @Test("a container that cannot be read is left out, and the others are not")
        func badContainer() async throws {
            let engine = try await StubEngine()
            for number in 1...3 {
                try engine.run(number, name: "c-\(number)", address: "10.0.0.\(number)")
            }
            for manner in ["html", "broken", "deep"] {
                try engine.misbehave(manner, at: "\(StubEngine.id(2))/json")
                try await listening(to: engine.configuration()) { listener in
                    try await eventually("the list is there") {
                        listener.heard.contains("complete")
                    }
                    #expect(
                        listener.heard.sorted() == [
                            "complete", "up c-1 10.0.0.1", "up c-3 10.0.0.3",
                        ])
                }
            }
        }

        @Test("events that say nothing, or nonsense, change nothing; what is no JSON ends it")
        func badEvents() async throws {
            let engine = try await StubEngine()
            try engine.run(1, name: "one", address: "10.0.0.1")
            try await listening(to: engine.configuration()) { listener in
                try await eventually("the list is there") { listener.heard.contains("complete") }
                for line in [
                    "", "{}", "[]", "null", "1", #"{"Type":"container"}"#,
                    #"{"Type":"container","Action":"start","Actor":{"ID":"../../etc"}}"#,
                    #"{"Type":"container","Action":"start","Actor":{"ID":["a"]}}"#,
                    #"{"Type":"image","Action":"die","Actor":{"ID":"\#(StubEngine.id(1))"}}"#,
                    #"{"Type":"container","Action":"start","Actor":{"ID":"\#(StubEngine.id(99))"}}"#,
                ] { try engine.say(line) }
                try engine.run(2, name: "two", address: "10.0.0.2")
                try engine.say("start", 2)
                try await eventually("two came") { listener.heard.contains("up two 10.0.0.2") }
                #expect(listener.heard == ["up one 10.0.0.1", "complete", "up two 10.0.0.2"])
                try engine.say("no JSON")
                try await eventually("it is over") { listener.failure != nil }
                #expect(listener.failure?.code == .closed)
            }
        }

        @Test("cancelled, nextBatch throws at once and loses nothing; closed, every call throws")
        func endings() async throws {
            let engine = try await StubEngine()
            let subscription = try await DockerTransport(engine.configuration())
                .openSubscription(options)
            #expect(try await subscription.nextBatch(limit: 10).count == 1)
            for _ in 0..<10 {
                let waiting = Task { try await subscription.nextBatch(limit: 10) }
                waiting.cancel()
                let result = await waiting.result
                #expect(throws: TransportError.self) { try result.get() }
            }
            try engine.run(1, name: "one", address: "10.0.0.1")
            try engine.say("start", 1)
            #expect(try await subscription.nextBatch(limit: 10).count == 1)
            await subscription.close()
            await subscription.close()
            for call in 0..<4 {
                await #expect(throws: TransportError.self) {
                    switch call {
                    case 0: _ = try await subscription.nextBatch(limit: 1)
                    case 1: try await subscription.sendProbe(ProbeID(rawValue: 1))
                    case 2: try await subscription.requestResync()
                    default: try await subscription.settle([], sending: [])
                    }
                }
            }
        }
    }
#endif
