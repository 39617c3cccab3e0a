#if Docker
    public import DockerNetwork
    import DockerNetworkBroker

    /// The place of a container engine, and the settings for what is announced of its containers.
    ///
    /// Making one checks nothing and contacts nobody; what cannot be is refused with
    /// `TransportError.Code.configuration` when a connection is opened.
    public struct DockerConfiguration: Sendable {
        /// The place of the engine's API.
        public enum Place: Hashable, Sendable {
            /// A Unix socket's absolute path.
            case socket(String)
            /// A host's name or address, IPv6 without brackets, and its port.
            case host(String, port: UInt16)
        }

        /// A source of names; what the label `my-docker-network.names` lists is always one.
        public enum NameSource: String, Hashable, Sendable, CaseIterable {
            /// The hostname, where one was given.
            case hostname
            /// The container's name.
            case name
            /// The network aliases; containers that have the same one share it.
            case alias
            /// Compose's `SERVICE` and `SERVICE.PROJECT`, which a service's containers share.
            case service
        }

        /// From when on a container has its names.
        public enum NamesWhen: String, Hashable, Sendable, CaseIterable {
            /// Since it runs.
            case started
            /// Since its check succeeds, and while it does; without a check since it runs.
            case healthy
        }

        /// Docker's own place.
        public static let defaultSocket = "/var/run/docker.sock"

        /// The place of the engine's API.
        public var place: Place
        /// TLS 1.2 or newer with verification, or nil for none; without meaning on a socket.
        public var security: TransportSecurity?
        /// The engine's name in the policy: its user is `docker:NAME`.
        public var name: String
        /// The sources of names.
        public var names: Set<NameSource>
        /// The networks whose addresses count.
        public var networks: [TextPattern]
        /// Whether a container needs a label of this project.
        public var requiresLabel: Bool
        /// From when on a container has its names.
        public var namesWhen: NamesWhen
        /// The time that a name holds without the engine: it is renewed every third of that.
        public var lease: Lease
        /// The machine's hostname: no container's own, although one on the host's network has it.
        public var machineName: String
        /// The addresses of a container on the host's network; asked at each list.
        public var hostAddresses: @Sendable () -> [IPAddress]
        /// The time that one request may take in all: 1 ms to an hour.
        public var requestTimeout: Duration

        /// Creates one; what is not given has its default.
        public init(
            place: Place = .socket(defaultSocket), security: TransportSecurity? = nil,
            name: String? = nil, names: Set<NameSource> = Set(NameSource.allCases),
            networks: [TextPattern] = [.any], requiresLabel: Bool = false,
            namesWhen: NamesWhen = .started, lease: Lease = .usual, machineName: String = "",
            hostAddresses: @escaping @Sendable () -> [IPAddress] = { [] },
            requestTimeout: Duration = .seconds(10)
        ) {
            self.place = place
            self.security = security
            self.name = name ?? Self.defaultName(of: place)
            self.names = names
            self.networks = networks
            self.requiresLabel = requiresLabel
            self.namesWhen = namesWhen
            self.lease = lease
            self.machineName = machineName
            self.hostAddresses = hostAddresses
            self.requestTimeout = requestTimeout
        }

        /// A socket's file name without `.sock`, or the host: `docker`, `podman`, `build.example`.
        public static func defaultName(of place: Place) -> String {
            switch place {
            case .host(let host, _): return host
            case .socket(let path):
                let file = path.split(separator: "/").last.map(String.init) ?? path
                return file.hasSuffix(".sock") ? String(file.dropLast(5)) : file
            }
        }
    }

    extension DockerConfiguration {
        /// The place that it connects to.
        var endpoint: String {
            switch place {
            case .socket(let path):
                let parts = path.split(separator: "/", omittingEmptySubsequences: false)
                return "docker://" + parts.map { String($0).percentEncoded }.joined(separator: "/")
            case .host(let host, let port):
                let shown = host.contains(":") ? "[\(host)]" : host
                return "docker+tcp://\(shown):\(port)"
            }
        }

        /// The engine, as its containers' instances show it.
        var engine: EngineID {
            if case .socket = place { return EngineID(endpoint, isLocal: true) }
            return EngineID(endpoint, isLocal: false)
        }

        /// The user that the policy knows the engine by.
        var user: String { "docker:\(name)" }

        /// The rules of naming, for names relative to a domain.
        func rules(in domain: Domain) -> NamingRules {
            NamingRules(
                sources: names, networks: networks, requiresLabel: requiresLabel,
                requiresHealth: namesWhen == .healthy, domain: domain, machineName: machineName)
        }
    }
#endif
