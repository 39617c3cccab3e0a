#if Docker
    package import DockerNetwork
    import DockerNetworkHTTP

    /// The state of a container, which its runtime gives a hook on standard input (OCI runtime
    /// specification, "State").
    package struct HookState: Hashable, Sendable {
        /// The container's id, which names nothing beyond this runtime.
        package let id: String
        /// Its first process; nil once the container has ended.
        package let process: Int32?
        /// The folder with its configuration, `config.json`.
        package let bundle: String?
        private let labels: ContainerLabels

        /// A state is not longer: 1 MiB.
        package static let longest = 1 << 20

        private static let short = JSONShape.scalar(longest: 4096)
        private static let names = "my-docker-network.names"
        private static let enable = "my-docker-network.enable"

        /// Reads a state, or returns nil where the text is none.
        package init?(_ text: [UInt8]) {
            let shape = JSONShape.members([
                "id": Self.short, "pid": Self.short, "bundle": Self.short, "status": Self.short,
                "annotations": .members([Self.names: Self.short, Self.enable: Self.short]),
            ])
            guard let value = try? JSONParser.parse(text, keeping: shape),
                let id = value["id"]?.text, Self.isFileName(id)
            else { return nil }
            self.id = id
            let number = value["pid"]?.integer.flatMap { Int32(exactly: $0) } ?? 0
            process = number > 0 && value["status"]?.text != "stopped" ? number : nil
            bundle = value["bundle"]?.text
            labels = ContainerLabels(
                names: value["annotations"]?[Self.names]?.text,
                enable: value["annotations"]?[Self.enable]?.text)
        }

        /// Whether the container is kept out by its annotation.
        package var isDisabled: Bool { labels.isDisabled }

        /// The container's names: its hostname where one was given, and those of its annotation.
        ///
        /// - Parameters:
        ///   - configuration: What its `config.json` holds.
        ///   - isOwnNetwork: Whether it has a network of its own; else the hostname may be the
        ///     machine's.
        ///   - machineName: The machine's hostname.
        ///   - domain: The domain hostnames are relative to.
        /// - Returns: The names; none where the configuration cannot be read and there is no annotation.
        package func hostnames(
            configuration: [UInt8], isOwnNetwork: Bool, machineName: String, in domain: Domain
        ) -> [Hostname] {
            let value = try? JSONParser.parse(
                configuration, keeping: .members(["hostname": Self.short]))
            var container = Container(id: id, hostname: value?["hostname"]?.text ?? "")
            container.mode = isOwnNetwork ? .own : .host
            container.labels = labels
            let rules = NamingRules(sources: [.hostname], domain: domain, machineName: machineName)
            return rules.claims(of: container).map(\.hostname)
        }

        /// The instance that stands for the container.
        ///
        /// - Parameters:
        ///   - machine: What tells this machine from others.
        ///   - isLocal: Whether it is announced to this very machine.
        /// - Returns: The instance, the same at each call.
        package func instance(on machine: String, isLocal: Bool) -> InstanceID {
            InstanceID(container: id, of: EngineID("hook:\(machine)", isLocal: isLocal))
        }

        /// Whether a text may name the file that keeps what was announced.
        private static func isFileName(_ text: String) -> Bool {
            (1...200).contains(text.utf8.count) && text.first != "."
                && text.utf8.allSatisfy {
                    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
                        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                        || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "+")
                }
        }
    }
#endif
