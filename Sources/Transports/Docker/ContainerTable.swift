#if Docker
    import DockerNetwork

    /// The containers of an engine that run, and what is announced of them.
    ///
    /// It has no clock and does no I/O: containers go in, and what changes comes out.
    struct ContainerTable: Sendable {
        /// One registration of one instance.
        struct Key: Hashable, Sendable {
            var instance: InstanceID
            var registration: Registration
        }

        /// A change to announce.
        enum Change: Hashable, Sendable {
            /// It holds, since a container that started then has it.
            case up(Key, started: Int64)
            /// It ends.
            case down(Key)
        }

        private let rules: NamingRules
        private let engine: EngineID
        /// The addresses that a container on the host's network is reached at.
        private(set) var hostAddresses: [IPAddress] = []
        private var containers: [String: Container] = [:]
        private var keys: [String: Set<Key>] = [:]
        /// Which containers have a registration: several may, where they share name and address.
        private var holders: [Key: [String]] = [:]
        /// The containers that use another container's network, by the name they call that one.
        private var guests: [String: Set<String>] = [:]

        /// More containers than this are not taken in.
        static let mostContainers = 10_000
        /// More registrations than this a container does not get.
        static let mostRegistrations = 100

        /// An empty table.
        init(_ rules: NamingRules, of engine: EngineID) {
            self.rules = rules
            self.engine = engine
        }

        /// The number of containers that run.
        var count: Int { containers.count }

        /// The number of registrations.
        var registrationCount: Int { holders.count }

        /// The container of an id, if it runs.
        subscript(id: String) -> Container? { containers[id] }

        /// The ids of all containers.
        var ids: some Collection<String> { containers.keys }

        /// Everything that holds now.
        var registrations: [Key] { Array(holders.keys) }

        /// Returns the start of the newest container that has a registration; nil if none has it.
        func start(of key: Key) -> Int64? {
            holders[key]?.compactMap { containers[$0]?.started }.max()
        }

        /// Takes a container in, as it is now.
        mutating func set(_ container: Container) -> [Change] {
            guard container.isRunning else { return remove(container.id) }
            let old = containers[container.id]
            guard old != nil || containers.count < Self.mostContainers, old != container else {
                return []
            }
            if let old { leaveHost(old) }
            containers[container.id] = container
            if case .container(let host) = container.mode {
                guests[host, default: []].insert(container.id)
            }
            return refresh(container.id, formerStart: old?.started)
                + refreshGuests(of: container, formerName: old?.name)
        }

        /// Lets a container go.
        mutating func remove(_ id: String) -> [Change] {
            guard let container = containers.removeValue(forKey: id) else { return [] }
            leaveHost(container)
            return refresh(id, formerStart: container.started)
                + refreshGuests(of: container, formerName: nil)
        }

        /// Notes what the host's own addresses are.
        mutating func setHostAddresses(_ addresses: [IPAddress]) -> [Change] {
            guard addresses != hostAddresses else { return [] }
            hostAddresses = addresses
            let affected = containers.values.filter { $0.mode == .host }
            return affected.flatMap {
                refresh($0.id, formerStart: $0.started) + refreshGuests(of: $0, formerName: nil)
            }
        }

        private mutating func leaveHost(_ container: Container) {
            guard case .container(let host) = container.mode else { return }
            guests[host]?.remove(container.id)
            if guests[host]?.isEmpty == true { guests[host] = nil }
        }

        private mutating func refreshGuests(
            of container: Container, formerName: String?
        ) -> [Change] {
            var ids = guests[container.id] ?? []
            for name in [container.name, formerName].compactMap(\.self) {
                ids.formUnion(guests[name] ?? [])
            }
            ids.remove(container.id)
            return ids.sorted().flatMap { id in
                refresh(id, formerStart: containers[id]?.started)
            }
        }

        /// Compares what a container has with what it had.
        private mutating func refresh(_ id: String, formerStart: Int64?) -> [Change] {
            let old = keys[id] ?? []
            let new = containers[id].map(registrations) ?? []
            keys[id] = new.isEmpty ? nil : new
            let hasRestarted = containers[id]?.started != formerStart
            var changes: [Change] = []
            for key in old.subtracting(new) {
                holders[key]?.removeAll { $0 == id }
                guard holders[key]?.isEmpty == true else { continue }
                holders[key] = nil
                changes.append(.down(key))
            }
            for key in new where hasRestarted || !old.contains(key) {
                if !old.contains(key) { holders[key, default: []].append(id) }
                if let started = start(of: key) { changes.append(.up(key, started: started)) }
            }
            // A name that moves to another address is never without one.
            return changes.sorted { $0.isUp && !$1.isUp }
        }

        private func registrations(of container: Container) -> Set<Key> {
            guard rules.admits(container) else { return [] }
            let addresses = addresses(of: container)
            guard !addresses.isEmpty else { return [] }
            var result: Set<Key> = []
            for claim in rules.claims(of: container) {
                let instance = instance(of: claim, container)
                for (network, own) in addresses
                where claim.networks?.contains(network) ?? true {
                    for address in own {
                        guard result.count < Self.mostRegistrations,
                            let registration = try? Registration(
                                hostname: claim.hostname, address: address)
                        else { continue }
                        result.insert(Key(instance: instance, registration: registration))
                    }
                }
            }
            return result
        }

        private func instance(of claim: NamingRules.Claim, _ container: Container) -> InstanceID {
            switch claim.scope {
            case .container: InstanceID(container: container.id, of: engine)
            case .shared(let scope):
                InstanceID(shared: "\(scope)/\(claim.hostname)", of: engine)
            }
        }

        /// The addresses of a container by network, those of patterns that are not wanted left out.
        private func addresses(
            of container: Container, depth: Int = 0
        ) -> [(network: String, addresses: [IPAddress])] {
            switch container.mode {
            case .own:
                return container.attachments.filter { rules.includes(network: $0.network) }
                    .filter { !$0.addresses.isEmpty }
                    .sorted { $0.network < $1.network }
                    .map { ($0.network, $0.addresses) }
            case .host:
                guard rules.includes(network: "host"), !hostAddresses.isEmpty else { return [] }
                return [("host", hostAddresses)]
            case .container(let name):
                // A pod's container may share with one that shares itself.
                guard depth < 4, let host = self.container(called: name) else { return [] }
                return addresses(of: host, depth: depth + 1)
            }
        }

        private func container(called name: String) -> Container? {
            containers[name] ?? containers.values.first { $0.name == name }
        }
    }

    extension ContainerTable.Change {
        fileprivate var isUp: Bool {
            switch self {
            case .up: true
            case .down: false
            }
        }
    }
#endif
