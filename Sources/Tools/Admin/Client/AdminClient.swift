package import DockerNetworkConfiguration
package import DockerNetworkProgram
internal import DockerNetworkSystem
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Asks a running host service of this machine how it does.
package struct AdminClient: Sendable {
    private let settings: AdminSettings

    /// Asks at the places where a service of this configuration listens.
    package init(_ settings: AdminSettings) {
        self.settings = settings
    }

    /// A request.
    private struct Request: Sendable {
        let path: String
        let isText: Bool
        /// Whether the answer is a stream, whose pieces are handed on as they come.
        var isStream = false

        var bytes: [UInt8] {
            let kind = isText ? "text/plain" : "application/json"
            return Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\nAccept: \(kind)\r\n\r\n".utf8)
        }
    }

    private struct Connection: ~Copyable {
        let socket: FileDescriptor
        let place: AdminSettings.Place
    }

    /// The timeout of connecting, and of each read, in seconds.
    private static let patience = 10

    /// Gets a page as a whole.
    ///
    /// - Parameters:
    ///   - path: Which page: `/v1/status`.
    ///   - asText: Whether as lines for a terminal, else as JSON.
    /// - Returns: The page.
    /// - Throws: `ToolError`: 69 if no service answers, 75 if it does not go on.
    package func page(_ path: String, asText: Bool) async throws(ToolError) -> String {
        try await get(Request(path: path, isText: asText)) { _ in }.page()
    }

    /// Gets a page, or what the service says instead.
    ///
    /// - Returns: The status and the body.
    /// - Throws: `ToolError`: 69 if no service answers, 75 if it does not go on.
    func answer(_ path: String) async throws(ToolError) -> (status: Int, body: String) {
        let response = try await get(Request(path: path, isText: true)) { _ in }
        return (response.status, response.body)
    }

    /// Follows a stream of events until it ends.
    ///
    /// - Parameters:
    ///   - path: Which stream: `/v1/events`.
    ///   - asText: Whether as lines for a terminal, else as JSON.
    ///   - onEvent: Gets the name and the data of each, on a thread of its own.
    /// - Throws: `ToolError`: 69 if no service answers, or when the service stops.
    package func follow(
        _ path: String, asText: Bool, _ onEvent: @escaping @Sendable (String, String) -> Void
    ) async throws(ToolError) {
        let events = EventReader(onEvent)
        let request = Request(path: path, isText: asText, isStream: true)
        _ = try await get(request) { events.read($0) }.page()
        throw ToolError(.unavailable, "the service has stopped")
    }

    private func get(
        _ request: Request, _ onPiece: @escaping @Sendable (ArraySlice<UInt8>) -> Void
    ) async throws(ToolError) -> ResponseReader {
        let result = await BlockingThread.value("admin client") {
            Result { () throws(ToolError) in try exchange(request, onPiece) }
        }
        guard let result else { throw ToolError(.unavailable, "the machine has no thread left") }
        return try result.get()
    }

    private func exchange(
        _ request: Request, _ onPiece: (ArraySlice<UInt8>) -> Void
    ) throws(ToolError) -> ResponseReader {
        let connection = try connect()
        do throws(SystemCallFailure) {
            var response = ResponseReader(from: connection.place)
            try Self.exchange(request, over: connection.socket, &response, onPiece)
            return response
        } catch {
            guard error.code == EAGAIN else {
                throw Self.noService(connection.place, error.reason)
            }
            throw ToolError(
                .timedOut,
                "the service at \(connection.place) does not answer within \(Self.patience) s")
        }
    }

    private static func exchange(
        _ request: Request, over socket: borrowing FileDescriptor,
        _ response: inout ResponseReader, _ onPiece: (ArraySlice<UInt8>) -> Void
    ) throws(SystemCallFailure) {
        try socket.writeAll(request.bytes)
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let number = socket.number
        while true {
            let count = try FileDescriptor.retrying { systemRead(number, &bytes, bytes.count) }
            guard count > 0 else { return }
            let wasHead = response.isHead
            response.add(bytes[..<count])
            guard request.isStream, response.status == 200 else { continue }
            if wasHead { ClientSocket.waitForEver(socket) }
            onPiece(response.takePiece())
        }
    }

    private func connect() throws(ToolError) -> Connection {
        var failure = ToolError(
            .unavailable, "the configuration lets the service listen nowhere: [admin] listen = []")
        for place in settings.listen {
            do throws(SystemCallFailure) {
                return Connection(socket: try Self.open(place), place: place)
            } catch {
                if place == settings.listen.first {
                    failure = Self.noService(place, error.reason)
                }
            }
        }
        throw failure
    }

    private static func open(_ place: AdminSettings.Place) throws(SystemCallFailure)
        -> FileDescriptor
    {
        switch place {
        case .socket(let path): try ClientSocket.connect(path: path, timeout: patience)
        case .address(let name):
            try ClientSocket.connect(to: name.isWildcard ? name.loopback : name, timeout: patience)
        }
    }

    private static func noService(_ place: AdminSettings.Place, _ reason: String) -> ToolError {
        ToolError(
            .unavailable,
            "no service answers at \(place): \(reason); start it with 'my-docker-network serve', "
                + "or name its configuration with --config")
    }
}

extension SocketName {
    /// The same port on loopback.
    fileprivate var loopback: SocketName {
        let bytes: [UInt8] = isIPv4 ? [127, 0, 0, 1] : Array(repeating: 0, count: 15) + [1]
        return SocketName(address: bytes, port: port) ?? self
    }
}

/// read(2), which has the name of a method elsewhere.
private func systemRead(_ number: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(number, bytes, count)
}
