#if Docker
    import DockerNetwork
    import DockerNetworkConnection

    /// The next steps of a connection to an engine, and what it has learned.
    ///
    /// It waits for nothing: the session asks what is due, does it, and tells what came of it. Events
    /// that come meanwhile count more than an answer that was asked for before them.
    struct EngineWatch {
        /// A step that is due.
        enum Step {
            case list
            case inspect(String)
            case prove([ProbeID])
            case wait(until: ContinuousClock.Instant)
        }

        /// With more items than this waiting for the host, the engine is asked for nothing more.
        private static let mostWaiting = 10_000
        /// More probes than this on their way tell nothing new.
        private static let mostProbes = 64

        private let interval: Duration
        private var table: ContainerTable
        private var outbox: EngineOutbox
        /// The containers to inspect, in their order.
        private var queue = Fifo<String>()
        private var queued: Set<String> = []
        /// The last list's entry of each container.
        private var summaries: [String: ContainerSummary] = [:]
        /// The containers of which events came since the engine was last asked something.
        private var touched: Set<String> = []
        private var probes: [ProbeID] = []
        private var nextList = ContinuousClock.now
        /// Whether the host is still to be told that the last list was said.
        private var isCompletionPending = false
        private var hasListed = false

        init(_ configuration: DockerConfiguration, domain: Domain) {
            interval = configuration.lease.renewalInterval
            table = ContainerTable(configuration.rules(in: domain), of: configuration.engine)
            outbox = EngineOutbox(configuration)
        }

        /// Returns the step to take now.
        mutating func next(at now: ContinuousClock.Instant) -> Step {
            guard outbox.count < Self.mostWaiting else { return .wait(until: now + .seconds(3600)) }
            if now >= nextList, !outbox.hasRenewal { return .list }
            while let id = queue.first {
                queue.removeFirst()
                if queued.remove(id) != nil { return .inspect(id) }
            }
            if isCompletionPending {
                isCompletionPending = false
                outbox.complete()
            }
            if !probes.isEmpty { return .prove(probes) }
            // A renewal that nobody takes holds up the next list, and its taker wakes this.
            let isHeldUp = now >= nextList
            return .wait(until: isHeldUp ? now + .seconds(3600) : nextList)
        }

        // MARK: - Events

        /// Takes in what happened.
        mutating func note(_ events: [EngineEvent]) {
            for event in events {
                switch event {
                case .ended(let id):
                    touch(id)
                    queued.remove(id)
                    outbox.append(table.remove(id))
                case .changed(let id):
                    touch(id)
                    inspectLater(id)
                case .unknown: wantList()
                }
            }
        }

        private mutating func touch(_ id: String) {
            if touched.count < ContainerTable.mostContainers {
                touched.insert(id)
            } else {
                // More than can be told apart: the list tells.
                wantList()
            }
        }

        private mutating func inspectLater(_ id: String) {
            guard queued.count < ContainerTable.mostContainers else { return wantList() }
            if queued.insert(id).inserted { queue.append(id) }
        }

        /// Lets the list be due now.
        mutating func wantList() {
            nextList = .now
        }

        /// Lets everything be announced again; what is announced for the first time is.
        mutating func announceAgain() {
            if hasListed { wantList() }
        }

        /// Adds a probe, which goes once everything known before it is said.
        mutating func add(_ probe: ProbeID) {
            if probes.count < Self.mostProbes { probes.append(probe) }
        }

        // MARK: - Answers

        /// Notes that the list is asked for.
        mutating func beginList(at now: ContinuousClock.Instant) {
            touched = []
            nextList = now + interval
        }

        /// Takes in the list: who is not on it has ended, who is new or different is inspected, and
        /// everyone else's names are renewed.
        mutating func endList(_ found: [ContainerSummary], hostAddresses: [IPAddress]) {
            outbox.append(table.setHostAddresses(hostAddresses))
            let former = summaries
            summaries = Dictionary(found.map { ($0.id, $0) }) { $1 }
            for id in Array(table.ids) where summaries[id] == nil && !touched.contains(id) {
                outbox.append(table.remove(id))
            }
            for (id, summary) in summaries {
                let isKnown = table[id] != nil && former[id] == summary
                if !isKnown || touched.contains(id) { inspectLater(id) }
            }
            outbox.renew(table.registrations)
            isCompletionPending = true
            hasListed = true
        }

        /// Notes that a container is inspected.
        mutating func beginInspection() {
            touched = []
        }

        /// Takes in what an inspection found, unless something has happened since it was asked for.
        mutating func endInspection(_ found: EngineAPI.Inspection, of id: String) {
            guard !touched.contains(id) else { return inspectLater(id) }
            switch found {
            case .container(let container): outbox.append(table.set(container))
            case .gone: outbox.append(table.remove(id))
            case .unreadable: break
            }
        }

        /// Notes that the engine answered after these probes were added.
        mutating func proved(_ proved: [ProbeID]) {
            probes.removeFirst(proved.count)
            for probe in proved { outbox.append(probe) }
        }
    }

    extension EngineWatch: DeliverySource {
        mutating func take(_ limit: Int) -> [Delivery] {
            outbox.take(limit, from: table)
        }

        mutating func putBack(_ batch: [Delivery]) {
            outbox.putBack(batch)
        }
    }
#endif
