#if RabbitMQManagement || Docker
    import CCurl
    import DockerNetwork
    import DockerNetworkConnection

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// Gives libcurl sockets that are connected already.
    ///
    /// libcurl tries the addresses of one family one after the other, the first of them for half of
    /// the time there is. So the connection is made beforehand, on a thread of its own; where libcurl
    /// wants a socket and there is none, the transfer fails before anything is sent, and begins again
    /// with one.
    final class SocketOpener {
        private let connector: HostConnector
        private let timeout: Duration
        private var socket: CInt?
        /// Whether the last transfer failed for want of a socket.
        private(set) var isWanted = false

        /// Opens sockets to a place, each within a time.
        init(_ connector: HostConnector, timeout: Duration) {
            self.connector = connector
            self.timeout = timeout
        }

        deinit {
            if let socket { close(socket) }
        }

        /// Forgets what the last transfer wanted.
        func reset() {
            isWanted = false
        }

        /// Connects, for the next transfer.
        func connect() async throws(HTTPFailure) {
            let result: Result<CInt, ConnectFailure>
            do throws(TransportError) {
                result = try await connector.connectElsewhere(until: .now + timeout)
            } catch {
                throw .over(error)
            }
            switch result {
            case .failure(let failure): throw .unconnected(failure)
            case .success(let number):
                if let socket { close(socket) }
                socket = number
            }
        }

        private func take() -> CInt {
            guard let socket else {
                isWanted = true
                return CURL_SOCKET_BAD
            }
            self.socket = nil
            return socket
        }

        /// Gives libcurl a socket; `context` is an opener that lives as long as the handle.
        static let open:
            @convention(c) (
                UnsafeMutableRawPointer?, curlsocktype, UnsafeMutablePointer<curl_sockaddr>?
            ) -> curl_socket_t = { context, _, _ in
                guard let context else { return CURL_SOCKET_BAD }
                return Unmanaged<SocketOpener>.fromOpaque(context).takeUnretainedValue().take()
            }

        /// Tells libcurl then that every socket is connected.
        static let prepare:
            @convention(c) (UnsafeMutableRawPointer?, curl_socket_t, curlsocktype) -> CInt = {
                _, _, _ in CURL_SOCKOPT_ALREADY_CONNECTED
            }

        /// An address in the place of the host's name, which libcurl so asks nobody for; it is not
        /// connected to.
        var placeholder: String? {
            connector.isNumeric ? nil : "\(connector.host):\(connector.port):192.0.2.1"
        }
    }
#endif
