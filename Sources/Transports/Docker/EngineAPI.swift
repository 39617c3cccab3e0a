#if Docker
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkHTTP

    /// The requests to an engine: reads alone.
    ///
    /// It belongs to the actor whose client it holds.
    struct EngineAPI {
        /// The result of an inspection.
        enum Inspection {
            case container(Container)
            /// There is no such container any more.
            case gone
            /// The engine cannot say, or what it says is no description of a container.
            case unreadable
        }

        private let client: HTTPClient
        let errorTexts: HTTPErrorTexts
        /// `/v1.41`, as was agreed on.
        private(set) var prefix = ""

        /// The newest version of the API whose answers are known here.
        private static let newest = EngineVersion(major: 1, minor: 47)
        /// One description of a container is not longer: 16 MiB.
        private static let longestInspection = 16 << 20
        /// Nor is the list of all, of which next to nothing is kept: 256 MiB.
        private static let longestList = 256 << 20

        private static let refusal = ["message": JSONShape.scalar(longest: 1024)]

        init(_ client: HTTPClient, _ errorTexts: HTTPErrorTexts) {
            self.client = client
            self.errorTexts = errorTexts
        }

        /// Agrees on a version of the API: the newest that both know.
        mutating func negotiate() async throws(TransportError) {
            let value = try await version()
            guard let text = value["ApiVersion"]?.text, let offered = EngineVersion(text) else {
                throw errorTexts.error(
                    .unreachable,
                    "what answers is no container engine; check the socket, or host and port")
            }
            let oldest = value["MinAPIVersion"]?.text.flatMap(EngineVersion.init)
            prefix = "/v\(max(min(offered, Self.newest), oldest ?? offered))"
        }

        /// Asks for the engine's version, which proves that it answers.
        @discardableResult
        func version() async throws(TransportError) -> JSONValue {
            let shape = JSONShape.members([
                "ApiVersion": .short, "MinAPIVersion": .short,
            ])
            let response = try await exchange(
                HTTPRequest(.get, "\(prefix)/version", keeping: shape.with(Self.refusal)))
            guard response.isSuccess, let value = response.value else {
                throw refused("/version", response)
            }
            return value
        }

        /// The containers that run.
        func list() async throws(TransportError) -> [ContainerSummary] {
            let buffer = SummaryBuffer()
            let filters = #"{"status":["running","paused"]}"#
            var request = HTTPRequest(
                .get, "\(prefix)/containers/json?filters=\(filters.percentEncoded)",
                keeping: .either(
                    elements: .elements(ContainerSummary.shape, most: .max),
                    members: .members(Self.refusal)), limit: Self.longestList)
            request.receiver = (buffer, .elements)
            let response = try await exchange(request)
            guard response.isSuccess else { throw refused("/containers/json", response) }
            guard response.value?.elements != nil else {
                throw errorTexts.error(
                    .closed, "the engine's list cannot be read; connecting again may help")
            }
            return buffer.summaries
        }

        /// Returns what the engine says of one container.
        func inspect(_ id: String) async throws(TransportError) -> Inspection {
            let response = try await exchange(
                HTTPRequest(
                    .get, "\(prefix)/containers/\(id)/json",
                    keeping: Container.inspectionShape.with(Self.refusal),
                    limit: Self.longestInspection))
            if response.status == 404 { return .gone }
            if response.status == 403 { throw refused("/containers/ID/json", response) }
            guard response.isSuccess, let value = response.value,
                let container = Container(inspection: value), container.id == id
            else { return .unreadable }
            return .container(container)
        }

        /// The request for the stream of events from a time on, in seconds since 1970.
        func events(since: Int64, to buffer: EventBuffer) -> HTTPRequest {
            let types = EngineEvent.types.map { "\"\($0)\"" }.joined(separator: ",")
            let filters = "{\"type\":[\(types)]}"
            var request = HTTPRequest(
                .get, "\(prefix)/events?since=\(since)&filters=\(filters.percentEncoded)",
                keeping: EngineEvent.shape.with(Self.refusal), limit: nil)
            request.receiver = (buffer, .values)
            request.isEndless = true
            return request
        }

        /// Returns the reason why the stream of events is over.
        func streamEnded(_ response: HTTPResponse) -> TransportError {
            guard response.isSuccess else { return refused("/events", response) }
            return errorTexts.error(
                .closed, "the engine has ended the stream of events; connecting again may help")
        }

        private func exchange(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
            do throws(HTTPFailure) {
                return try await client.exchange(request)
            } catch {
                throw errorTexts.unanswered(error)
            }
        }

        /// The engine, or a proxy before it, does not give what was asked for.
        private func refused(_ path: String, _ response: HTTPResponse) -> TransportError {
            let status = response.status
            let words = response.value?["message"]?.text?.printable(longest: 512)
            let said = words.map { "\(status): \($0)" } ?? "\(status)"
            switch status {
            case 401, 403, 404, 405:
                return errorTexts.error(
                    .refused,
                    "GET \(path) is not allowed there (\(said)); it needs /version, /events, "
                        + "/containers/json and /containers/ID/json")
            case 500...:
                return errorTexts.error(
                    .closed, "the engine answers \(said) to GET \(path); trying again may help")
            default:
                return errorTexts.error(
                    .unreachable,
                    "what answers \(said) to GET \(path) is no container engine; "
                        + "check the socket, or host and port")
            }
        }
    }

    /// A version of the API: `1.41`.
    struct EngineVersion: Hashable, Comparable, CustomStringConvertible {
        var major: Int
        var minor: Int

        init(major: Int, minor: Int) {
            self.major = major
            self.minor = minor
        }

        /// Reads a version, or returns nil where the text is none.
        init?(_ text: String) {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ (1...4).contains($0.utf8.count) }),
                let major = UInt16(parts[0]), let minor = UInt16(parts[1])
            else { return nil }
            self.init(major: Int(major), minor: Int(minor))
        }

        static func < (left: Self, right: Self) -> Bool {
            (left.major, left.minor) < (right.major, right.minor)
        }

        var description: String { "\(major).\(minor)" }
    }
#endif
