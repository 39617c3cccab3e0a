#if Docker
    import DockerNetwork

    /// Which names a container gets, and which of its addresses each leads to.
    struct NamingRules: Sendable {
        /// The holder of a name.
        enum Scope: Hashable, Sendable {
            /// The container alone.
            case container
            /// Every container that says the same: several of them share the name.
            case shared(String)
        }

        /// One name of a container.
        struct Claim: Hashable, Sendable {
            var hostname: Hostname
            var scope: Scope
            /// The networks on which it has the name; nil: on all.
            var networks: Set<String>?
        }

        /// The sources of names.
        var sources: Set<DockerConfiguration.NameSource> = Set(
            DockerConfiguration.NameSource.allCases)
        /// Patterns of networks' names.
        var networks = [TextPattern.any]
        /// Whether a container needs one of this project's labels.
        var requiresLabel = false
        /// Whether a container that has a check must be healthy.
        var requiresHealth = false
        /// The domain hostnames are relative to.
        var domain = Domain.docker
        /// The machine's own hostname, which a container on the host's network has unless it is given another.
        var machineName = ""

        /// More names than this a container does not get.
        static let mostNames = 100

        /// Whether a container is announced at all.
        func admits(_ container: Container) -> Bool {
            guard container.isRunning, !container.hasEmitter, !container.labels.isDisabled,
                !requiresLabel || container.labels.asksForNames
            else { return false }
            return !requiresHealth || container.health != .unhealthy
        }

        /// Whether the addresses of a network count.
        func includes(network: String) -> Bool {
            networks.contains { $0.matches(network) }
        }

        /// The names of a container.
        ///
        /// A name that it shares with others is theirs together, also where it is its hostname or
        /// name as well: one name of a container has one holder.
        func claims(of container: Container) -> [Claim] {
            var claims: [Claim] = []
            var seen: Set<Hostname> = []
            for claim in shared(of: container) + own(of: container)
            where seen.insert(claim.hostname).inserted || claim.networks != nil {
                guard claims.count < Self.mostNames else { break }
                claims.append(claim)
            }
            return claims
        }

        private func own(of container: Container) -> [Claim] {
            var texts: [String] = []
            if sources.contains(.hostname), isGiven(container.hostname, to: container) {
                texts.append(container.hostname)
            }
            if sources.contains(.name) { texts.append(container.name) }
            // Compose gives each container of a service the same labels.
            if container.labels.composeService == nil { texts += labelled(container) }
            return texts.compactMap { hostname($0, of: container) }
                .map { Claim(hostname: $0, scope: .container) }
        }

        private func shared(of container: Container) -> [Claim] {
            var claims: [Claim] = []
            if let (project, service) = container.labels.composeService {
                var texts = labelled(container)
                if sources.contains(.service) {
                    texts = [service, "\(service).\(project)"] + texts
                }
                let scope = Scope.shared("compose/\(project)")
                claims = texts.compactMap { hostname($0, of: container) }
                    .map { Claim(hostname: $0, scope: scope) }
            }
            return sources.contains(.alias) ? claims + aliases(of: container) : claims
        }

        /// An alias is known on its networks only.
        ///
        /// Of one project it is the same on each of them;
        /// beyond that two networks may well use one word for two things.
        private func aliases(of container: Container) -> [Claim] {
            var networks: [String: Set<String>] = [:]
            for attachment in container.attachments where includes(network: attachment.network) {
                // Docker lists the hostname there, too.
                for alias in attachment.aliases where alias != container.hostname {
                    networks[alias, default: []].insert(attachment.network)
                }
            }
            return networks.sorted { $0.key < $1.key }.compactMap { alias, networks in
                guard let hostname = hostname(alias, of: container), let first = networks.min()
                else { return nil }
                let project = container.labels.composeService?.project
                let scope = project.map { "compose/\($0)" } ?? "network/\(first)"
                return Claim(hostname: hostname, scope: .shared(scope), networks: networks)
            }
        }

        private func labelled(_ container: Container) -> [String] {
            (container.labels.names ?? "").split { $0 == "," || $0 == " " }.map(String.init)
        }

        /// Whether somebody gave the container its hostname: the engine makes one of the id, of the
        /// machine's or of another container's.
        private func isGiven(_ hostname: String, to container: Container) -> Bool {
            switch container.mode {
            case .own: true
            case .host: hostname.lowercased() != machineName.lowercased()
            case .container: false
            }
        }

        /// The hostname that a text says, an underscore being read as a hyphen; nil where it is
        /// none, or an id.
        func hostname(_ text: String, of container: Container) -> Hostname? {
            let bytes = text.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }
            guard !isID(text, of: container) else { return nil }
            return try? Hostname(utf8: bytes, in: domain)
        }

        /// Ids are 64 digits, in short 12; Podman calls a pod's own container by the pod's.
        private func isID(_ text: String, of container: Container) -> Bool {
            let suffix = "-infra"
            let text = text.hasSuffix(suffix) ? String(text.dropLast(suffix.count)) : text
            guard text.utf8.count >= 12, text.utf8.allSatisfy(\.isHexadecimalDigit) else {
                return false
            }
            return text.utf8.count == 12 || text.utf8.count == 64
                || container.id.hasPrefix(text.lowercased())
        }
    }

    extension UInt8 {
        /// Whether it is a hexadecimal digit in ASCII.
        fileprivate var isHexadecimalDigit: Bool {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
        }
    }
#endif
