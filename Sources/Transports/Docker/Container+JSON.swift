#if Docker
    import DockerNetwork
    import DockerNetworkHTTP

    extension Container {
        /// More networks than this of one container are not read.
        private static let mostNetworks = 64
        /// More aliases than this on one network are not read.
        private static let mostAliases = 64
        /// A name has at most 253 bytes; what is longer is none.
        private static let name = JSONShape.scalar(longest: 256)

        private static let labels = JSONShape.members([
            LabelKey.names: .scalar(longest: 4096), LabelKey.enable: name,
            LabelKey.project: name, LabelKey.service: name, LabelKey.oneOff: name,
        ])

        private enum LabelKey {
            static let names = "my-docker-network.names"
            static let enable = "my-docker-network.enable"
            static let project = "com.docker.compose.project"
            static let service = "com.docker.compose.service"
            static let oneOff = "com.docker.compose.oneoff"
        }

        private static let networks = JSONShape.anyMember(
            .members([
                "IPAddress": name, "GlobalIPv6Address": name,
                "Aliases": .firstElements(name, most: mostAliases),
            ]), longestName: 256, most: mostNetworks)

        /// The parts of an inspection that are kept: `GET /containers/ID/json`.
        static let inspectionShape = JSONShape.members([
            "Id": name, "Name": name, "Path": .scalar(longest: 4096),
            "Args": .firstElements(.scalar(longest: 4096), most: 8),
            "State": .members([
                "Status": name, "Running": name, "Restarting": name, "StartedAt": name,
                "Health": .members(["Status": name]), "Healthcheck": .members(["Status": name]),
            ]),
            "Config": .members(["Hostname": name, "Labels": labels]),
            "HostConfig": .members(["NetworkMode": name]),
            "NetworkSettings": .members(["Networks": networks]),
        ])

        /// The program that speaks for its container.
        private static let emitter = "my-docker-network-emit"

        /// Reads an inspection, or returns nil where it is none.
        init?(inspection value: JSONValue) {
            guard let id = value["Id"]?.text, Self.isID(id), let state = value["State"],
                let networks = value["NetworkSettings"]?["Networks"]
            else { return nil }
            self.init(id: id)
            name = Self.plainName(value["Name"]?.text)
            hostname = value["Config"]?["Hostname"]?.text ?? ""
            mode = Self.mode(value["HostConfig"]?["NetworkMode"]?.text ?? "")
            attachments = Self.attachments(networks)
            labels = Self.labels(value["Config"]?["Labels"])
            started = state["StartedAt"]?.text.flatMap(Timestamp.milliseconds) ?? 0
            health = Self.health(
                (state["Health"] ?? state["Healthcheck"])?["Status"]?.text ?? "")
            isRunning =
                state["Running"]?.boolean == true && state["Restarting"]?.boolean != true
                && state["Status"]?.text != "restarting"
            let words = [value["Path"]?.text] + (value["Args"]?.elements ?? []).map(\.text)
            hasEmitter = words.contains { $0?.split(separator: "/").last == Self.emitter[...] }
        }

        /// An id goes into a request's path, so it is nothing but hexadecimal digits.
        static func isID(_ text: String) -> Bool {
            (12...64).contains(text.utf8.count)
                && text.utf8.allSatisfy {
                    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
                }
        }

        private static func plainName(_ text: String?) -> String {
            String((text ?? "").drop { $0 == "/" })
        }

        private static func mode(_ text: String) -> NetworkMode {
            let prefix = "container:"
            if text == "host" { return .host }
            return text.hasPrefix(prefix) ? .container(String(text.dropFirst(prefix.count))) : .own
        }

        private static func health(_ text: String) -> Health {
            switch text {
            case "", "none": .unchecked
            case "healthy": .healthy
            default: .unhealthy
            }
        }

        private static func labels(_ value: JSONValue?) -> ContainerLabels {
            ContainerLabels(
                names: value?[LabelKey.names]?.text, enable: value?[LabelKey.enable]?.text,
                project: value?[LabelKey.project]?.text, service: value?[LabelKey.service]?.text,
                oneOff: value?[LabelKey.oneOff]?.text)
        }

        private static func attachments(_ value: JSONValue) -> [Attachment] {
            guard case .object(let members) = value else { return [] }
            return members.sorted { $0.key < $1.key }.map { network, value in
                let texts = [value["IPAddress"]?.text, value["GlobalIPv6Address"]?.text]
                return Attachment(
                    network: network,
                    addresses: texts.compactMap { $0 }.compactMap { IPAddress($0) },
                    aliases: (value["Aliases"]?.elements ?? []).compactMap(\.text))
            }
        }
    }

    /// The list's entry of a container: enough to see that it is not as it was inspected.
    struct ContainerSummary: Hashable, Sendable {
        var id: String
        private let names: [String]
        private let state: String
        private let health: String
        private let attachments: [String: [String]]

        /// The parts of each element of the list that are kept: `GET /containers/json`.
        static let shape = JSONShape.members([
            "Id": .scalar(longest: 256), "State": .scalar(longest: 256),
            "Status": .scalar(longest: 256),
            "Names": .firstElements(.scalar(longest: 256), most: 16),
            "NetworkSettings": .members([
                "Networks": .anyMember(
                    .members([
                        "IPAddress": .scalar(longest: 256),
                        "GlobalIPv6Address": .scalar(longest: 256),
                    ]), longestName: 256, most: 64)
            ]),
        ])

        /// Reads an element, or returns nil where it is none.
        init?(_ value: JSONValue) {
            guard let id = value["Id"]?.text, Container.isID(id) else { return nil }
            self.id = id
            names = (value["Names"]?.elements ?? []).compactMap(\.text).sorted()
            state = value["State"]?.text ?? ""
            // "Up 5 minutes (healthy)": the time says nothing.
            let status = value["Status"]?.text ?? ""
            health = status.firstIndex(of: "(").map { String(status[$0...]) } ?? ""
            var attachments: [String: [String]] = [:]
            if case .object(let members)? = value["NetworkSettings"]?["Networks"] {
                for (network, value) in members {
                    attachments[network] = [
                        value["IPAddress"]?.text ?? "", value["GlobalIPv6Address"]?.text ?? "",
                    ]
                }
            }
            self.attachments = attachments
        }
    }
#endif
