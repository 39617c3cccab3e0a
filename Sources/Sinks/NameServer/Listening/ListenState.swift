import DockerNetwork
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The places where a name server listens now, those that it lacks, and the servers it asks.
struct ListenState {
    /// The state that is wanted.
    struct Plan: Sendable {
        var places: [ListenPlace]
        var upstream: UpstreamChoice
        var pool: SocketPool
        var resolver = MachineResolver()
    }

    private struct Key: Hashable {
        let kind: ServerSocket.Kind
        let name: SocketName

        var description: String {
            let address = ServerAddress(name)?.description ?? "port \(name.port)"
            return "\(address)/\(kind.rawValue)"
        }
    }

    private struct Service {
        let socket: ServerSocket
        let listener: NameServer.Listener
    }

    private struct Failure {
        let code: Int32
        let message: String
    }

    private struct Watched {
        let status: FileStatus
        let watch: DirectoryWatch
    }

    private static let firstDelay: Int32 = 100
    private static let longestDelay: Int32 = 10_000

    private let plan: Plan
    private let server: NameServer
    private let report: @Sendable (NameServerEvent) -> Void
    private var services: [Key: Service] = [:]
    /// The places that could not be bound, and what was said of each.
    private var failures: [Key: Failure] = [:]
    /// Interfaces and addresses that are not there yet are no failure, but nobody can ask either.
    private var delay = Self.firstDelay
    private var networks: [Network]?
    private var upstreams: [ServerAddress]?
    private var watched: [String: Watched] = [:]

    /// Makes one that listens nowhere yet.
    init(
        _ plan: Plan, server: NameServer, report: @escaping @Sendable (NameServerEvent) -> Void
    ) {
        self.plan = plan
        self.server = server
        self.report = report
    }

    /// The time to wait for news before the next look; nil: without end.
    var milliseconds: Int32? { failures.isEmpty ? nil : delay }

    /// The watches for changes.
    var watches: [DirectoryWatch] { watched.values.map(\.watch) }

    /// The reason why no client can ask; nil if one can.
    var failure: String? {
        guard services.isEmpty else { return nil }
        return failures.values.map(\.message).min() ?? "none of its interfaces has an address yet"
    }

    /// Makes everything as it should be, as far as the machine lets it.
    mutating func look() {
        let addresses = InterfaceAddress.current()
        lookAtSockets(addresses)
        lookAtNetworks(addresses)
        lookAtUpstreams(addresses)
    }

    // MARK: - Sockets

    private mutating func lookAtSockets(_ addresses: [InterfaceAddress]) {
        let wanted = self.wanted(addresses)
        for (key, service) in services where !wanted.contains(key) && !isInherited(key) {
            server.stop(service.listener)
            services[key] = nil
            report(.ended(key.description))
        }
        failures = failures.filter { wanted.contains($0.key) }
        for socket in plan.pool.inherited {
            let key = Key(kind: socket.kind, name: socket.name)
            if services[key] == nil { serve(key) { () throws(SystemCallFailure) in socket } }
        }
        for key in wanted
        where services[key] == nil && !plan.pool.inherits(key.kind, at: key.name) {
            serve(key) { [plan] () throws(SystemCallFailure) in
                try plan.pool.socket(key.kind, at: key.name)
            }
        }
        delay = failures.isEmpty ? Self.firstDelay : min(2 * delay, Self.longestDelay)
    }

    private func isInherited(_ key: Key) -> Bool {
        plan.pool.inherited.contains { $0.kind == key.kind && $0.name == key.name }
    }

    /// Whether the settings name this very address.
    private func isNamed(_ key: Key) -> Bool {
        plan.places.contains { place in
            if case .address(let address) = place { address.socketName == key.name } else { false }
        }
    }

    private func wanted(_ addresses: [InterfaceAddress]) -> Set<Key> {
        let names = plan.places.flatMap { place -> [SocketName] in
            switch place {
            case .address(let address): return [address.socketName].compactMap { $0 }
            case .interface(let interface, let port):
                return addresses.compactMap { found in
                    guard found.interface == interface, var name = found.name else { return nil }
                    name.port = port
                    return name
                }
            }
        }
        return Set(
            names.flatMap { name in
                ServerSocket.Kind.allCases.map { Key(kind: $0, name: name) }
            })
    }

    private mutating func serve(
        _ key: Key, _ open: () throws(SystemCallFailure) -> ServerSocket
    ) {
        do throws(SystemCallFailure) {
            let socket = try open()
            let copy = FileDescriptor(adopting: try socket.duplicate())
            let listener =
                switch key.kind {
                case .udp: try server.serve(datagrams: copy)
                case .tcp: try server.serve(streams: copy)
                }
            services[key] = Service(socket: socket, listener: listener)
            plan.pool.serves(socket) { [weak server] in server?.stop(listener) }
            failures[key] = nil
            report(.listening(key.description))
        } catch {
            let message = message(of: error, key)
            // An interface's new IPv6 address is not to be had before it is known to be nobody else's.
            let isExpected = error.code == EADDRNOTAVAIL && !isNamed(key)
            if failures[key]?.code != error.code, !isExpected { report(.failing(message)) }
            failures[key] = Failure(code: error.code, message: message)
        }
    }

    /// Returns the program that has an address; one that has just gone is not seen any more.
    private func holder(of key: Key) -> String {
        guard let found = SocketHolder.find(key.kind, at: key.name) else {
            return "another process has it"
        }
        return "\(found.program) (process \(found.process)) has it"
    }

    private func message(of failure: SystemCallFailure, _ key: Key) -> String {
        let (cause, advice): (String, String) =
            switch failure.code {
            case EADDRINUSE:
                (holder(of: key), "stop that, or choose another address in `listen`")
            case EADDRNOTAVAIL:
                ("this machine has no such address now", "it is waited for")
            case EACCES, EPERM:
                (
                    failure.reason,
                    "ports below 1024 need CAP_NET_BIND_SERVICE or a socket unit; or choose another"
                )
            default: (failure.reason, "it is tried again")
            }
        return "cannot listen at \(key.description): \(cause); \(advice)"
    }

    // MARK: - Networks and upstream servers

    private mutating func lookAtNetworks(_ addresses: [InterfaceAddress]) {
        let found = addresses.compactMap { entry -> Network? in
            guard let bytes = entry.name?.address, let length = entry.prefixLength,
                let address = IPAddress(networkOrder: bytes)
            else { return nil }
            return Network(of: address, prefixLength: length)
        }
        guard found != networks else { return }
        networks = found
        server.setLocalNetworks(found)
    }

    private mutating func lookAtUpstreams(_ addresses: [InterfaceAddress]) {
        let own = Set(addresses.compactMap { $0.name?.address })
        let isOwn = { [services] (server: ServerAddress) in
            services.keys.contains { key in
                key.name.port == server.port
                    && (key.name.address == server.address.networkOrder
                        || key.name.isWildcard && own.contains(server.address.networkOrder))
            }
        }
        let found: [ServerAddress]
        switch plan.upstream {
        case .none: found = []
        case .servers(let servers): found = servers.filter { !isOwn($0) }
        case .machine:
            watchResolver()
            found = plan.resolver.servers(except: isOwn)
        }
        guard found != upstreams else { return }
        upstreams = found
        server.forward(to: found)
        report(.forwarding(found))
    }

    /// Watches each directory that is there, also one that was made anew.
    private mutating func watchResolver() {
        for path in plan.resolver.directories {
            guard let directory = try? Directory(path, worksAsOwner: false),
                let status = try? directory.status()
            else {
                watched[path] = nil
                continue
            }
            if let known = watched[path], known.status.isSameFile(as: status) {
                // Which file it was does not matter: all are read again.
                _ = known.watch.hasSeen("")
            } else {
                watched[path] = (try? DirectoryWatch(directory, contents: true))
                    .map { Watched(status: status, watch: $0) }
            }
        }
    }
}
