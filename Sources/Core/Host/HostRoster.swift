internal import Logging

/// The parts that a host service runs at the moment, and how they become others.
struct HostRoster {
    private struct RunningSink {
        var binding: SinkBinding
        let worker: SinkWorker
        let stop: StopSignal
    }

    /// A connection is made for a host of this name and domain.
    private struct ConnectionID: Hashable {
        let hostName: String
        let domain: Domain
        let transport: PartID

        init(_ binding: TransportBinding, _ configuration: HostConfiguration) {
            hostName = configuration.hostName
            domain = configuration.domain
            transport = binding.id
        }
    }

    private struct RunningTransport {
        let id: ConnectionID
        let number: TransportID
        let stop: StopSignal
    }

    /// Work that the service has to do beside everything else.
    typealias Work = @Sendable () async throws -> Void

    private let engine: HostEngine
    private let logger: Logger
    private let readiness: Readiness
    private var sinks: [RunningSink] = []
    private var transports: [RunningTransport] = []
    private var lastNumber = 0

    init(engine: HostEngine, readiness: Readiness, logger: Logger) {
        self.engine = engine
        self.readiness = readiness
        self.logger = logger
    }

    // MARK: The start and the end

    /// Takes in the first parts: adopts what the sinks hold, and returns the work to do.
    mutating func begin(_ parts: HostParts) async -> [Work] {
        for binding in parts.sinks { await add(binding) }
        let unread = await adopt()
        var work = sinks.map { sink in
            Self.work(of: sink, adoptsFirst: unread.contains(sink.worker.id))
        }
        for binding in parts.transports {
            work.append(
                await add(
                    binding, parts.configuration, isAlone: parts.transports.count == 1))
        }
        return work
    }

    /// So long is written at the end: nobody waits longer for a service that stops amid a flood.
    private static let farewell = Duration.seconds(5)

    /// Writes what arrived before the end, so that it is not left to the next start.
    func finish() async {
        let end = ContinuousClock.now + Self.farewell
        for sink in sinks { await sink.worker.applyOnce(until: end) }
    }

    // MARK: Replacement

    /// Lets go of what the new parts lack, takes in what they add, and returns the added work;
    /// what is in both notices nothing.
    mutating func replace(by parts: HostParts) async -> [Work] {
        await engine.replace(parts.configuration)
        let work = await replaceSinks(by: parts.sinks)
        return work + (await replaceTransports(by: parts))
    }

    private mutating func replaceSinks(by bindings: [SinkBinding]) async -> [Work] {
        var old = sinks
        sinks = []
        var added: [SinkBinding] = []
        for binding in bindings {
            guard let index = old.firstIndex(where: { $0.binding.id == binding.id }) else {
                added.append(binding)
                continue
            }
            var kept = old.remove(at: index)
            kept.binding.isRequired = binding.isRequired
            kept.binding.removal = binding.removal
            await engine.setRequired(binding.isRequired, kept.worker.id)
            sinks.append(kept)
        }
        for sink in old {
            await sink.stop.stop()
            await engine.remove(sink.worker.id)
        }
        let leaving = old.filter { sink in
            sink.binding.removal == .clean
                && !bindings.contains { $0.place == sink.binding.place }
        }
        // The same file under another domain: the old names go before the new ones come. Else the
        // new sink holds everything before the old one is empty, so that names go on resolving.
        let isShared = { (sink: RunningSink) in
            added.contains { $0.sink.name == sink.binding.sink.name }
        }
        for sink in leaving where isShared(sink) { await sink.worker.clean() }
        let first = sinks.count
        for binding in added { await add(binding) }
        for sink in sinks[first...] { await sink.worker.applyOnce() }
        for sink in leaving where !isShared(sink) { await sink.worker.clean() }
        return sinks[first...].map { Self.work(of: $0, adoptsFirst: false) }
    }

    private mutating func replaceTransports(by parts: HostParts) async -> [Work] {
        var old = transports
        transports = []
        var added: [TransportBinding] = []
        for binding in parts.transports {
            let id = ConnectionID(binding, parts.configuration)
            if let index = old.firstIndex(where: { $0.id == id }) {
                transports.append(old.remove(at: index))
            } else {
                added.append(binding)
            }
        }
        // Before the new ones come: of one queue there is one consumer.
        for transport in old {
            await transport.stop.stop()
            await engine.remove(transport.number)
        }
        var work: [Work] = []
        // One that cannot connect ends a service that starts, but not one that runs.
        for binding in added {
            work.append(await add(binding, parts.configuration, isAlone: false))
        }
        return work
    }

    // MARK: Single parts

    private mutating func add(_ binding: SinkBinding) async {
        lastNumber += 1
        let id = SinkID(rawValue: lastNumber)
        let (wakes, wake) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let sink = binding.sink
        await engine.add(
            id, named: sink.name, isRequired: binding.isRequired, wake: wake
        ) { sink.takes($0) }
        let worker = SinkWorker(
            id: id, sink: binding.sink, engine: engine, wakes: wakes, logger: logger)
        sinks.append(RunningSink(binding: binding, worker: worker, stop: StopSignal()))
    }

    private mutating func add(
        _ binding: TransportBinding, _ configuration: HostConfiguration, isAlone: Bool
    ) async -> Work {
        lastNumber += 1
        let number = TransportID(rawValue: lastNumber)
        await engine.add(number, named: binding.transport.endpoint)
        let subscriber = Subscriber(
            transport: binding.transport, id: number, isAlone: isAlone, engine: engine,
            readiness: readiness, configuration: configuration, logger: logger)
        let stop = StopSignal()
        transports.append(
            RunningTransport(
                id: ConnectionID(binding, configuration), number: number, stop: stop))
        return { try await stop.run { try await subscriber.run() } }
    }

    private static func work(of sink: RunningSink, adoptsFirst: Bool) -> Work {
        let (worker, stop) = (sink.worker, sink.stop)
        return { try await stop.run { await worker.run(adoptsFirst: adoptsFirst) } }
    }

    /// Adopts what the sinks hold, the required ones first, in their order: of two that disagree on
    /// a registration the earlier one leads.
    ///
    /// Every one is asked, since each may lack what lives: it may leave names out, by a filter or
    /// for a line of somebody else's, or be new. What a required sink holds without a lease is
    /// believed: the `down` that it missed was not acknowledged and comes again. A sink that nobody
    /// waits for may have missed one for good: of it only what has a lease is believed.
    ///
    /// - Returns: The sinks to read before they are first written: those that could not be read,
    ///   and whose names must not be lost.
    private func adopt() async -> Set<SinkID> {
        let hasRequired = sinks.contains(where: \.binding.isRequired)
        let leading = sinks.filter { $0.binding.isRequired || !hasRequired }
        var unread: Set<SinkID> = []
        for sink in leading {
            guard let entries = await contents(of: sink) else {
                unread.insert(sink.worker.id)
                await engine.expectAdoption(from: sink.worker.id)
                continue
            }
            await adopt(entries, from: sink)
        }
        for sink in sinks where hasRequired && !sink.binding.isRequired {
            let entries = await contents(of: sink) ?? []
            await adopt(entries.filter { $0.lease != nil }, from: sink)
        }
        return unread
    }

    private func contents(of running: RunningSink) async -> [Entry]? {
        let sink = running.binding.sink
        do {
            return try await sink.contents()
        } catch {
            logger.warning("cannot read the sink: \(error)", metadata: ["sink": "\(sink.name)"])
            await engine.unreadable(running.worker.id, error)
            return nil
        }
    }

    private func adopt(_ entries: [Entry], from sink: RunningSink) async {
        await engine.adopt(entries, from: sink.worker.id)
        logger.info(
            "adopted what the sink holds",
            metadata: ["sink": "\(sink.binding.sink.name)", "names": "\(entries.count)"])
    }
}
