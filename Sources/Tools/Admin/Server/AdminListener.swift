internal import CDockerNetworkSystem
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// One place at which the server listens.
final class AdminListener {
    private enum Socket {
        case file(SocketFile)
        case server(ServerSocket)
    }

    /// The result of accepting a connection.
    enum Accepted {
        case connection(Int32)
        /// No client waits.
        case nobody
        /// The machine has no descriptor left.
        case noRoom
    }

    let place: AdminSettings.Place
    private let socket: Socket
    /// Whether it waits for connections.
    var isWatched = false

    /// Listens.
    ///
    /// - Parameters:
    ///   - place: Where.
    ///   - makesDirectory: Whether a socket's directory is made where it is missing.
    /// - Throws: `ToolError` that says why it cannot.
    init(_ place: AdminSettings.Place, makesDirectory: Bool) throws(ToolError) {
        self.place = place
        switch place {
        case .socket(let path):
            do throws(SocketFile.Failure) {
                socket = .file(
                    try SocketFile(
                        path, .stream, mode: 0o660, backlog: 128,
                        creating: makesDirectory ? .last : .none))
            } catch {
                throw Self.error(place, error)
            }
        case .address(let name):
            do throws(SystemCallFailure) {
                socket = .server(try ServerSocket(.tcp, at: name))
            } catch {
                throw ToolError(.configuration, "cannot listen at \(place): \(error.reason)")
            }
        }
    }

    private static func error(
        _ place: AdminSettings.Place, _ failure: SocketFile.Failure
    ) -> ToolError {
        let reason =
            switch failure {
            case .inUse: "another process listens there"
            case .notSocket: "something else than a socket is there"
            case .system(let failure): failure.reason
            }
        return ToolError(.configuration, "cannot listen at \(place): \(reason)")
    }

    var number: Int32 {
        switch socket {
        case .file(let file): file.number
        case .server(let server): server.number
        }
    }

    /// Whether clients still find it.
    var isInPlace: Bool {
        switch socket {
        case .file(let file): file.place == .ours
        case .server: true
        }
    }

    /// The rule for the Host fields of its requests.
    var hostRule: HostRule {
        switch place {
        case .socket: .any
        case .address(let name): .address(name)
        }
    }

    /// Takes a connection that waits.
    func accept() -> Accepted {
        while true {
            let number = my_docker_network_accept(self.number, nil, nil)
            if number >= 0 { return .connection(number) }
            switch errno {
            // The client is gone already.
            case EINTR, ECONNABORTED: continue
            case EAGAIN: return .nobody
            default: return .noRoom
            }
        }
    }
}
