#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// One open connection of the C library, to be touched by one thread only.
    ///
    /// It never waits but in `open`, in `declare…` and in `close`, each within a time-out; what it
    /// sends is small, and sent while the socket takes it.
    final class BrokerLink {
        /// For the texts of what is being sent.
        let arena = ByteArena()
        let errorTexts: ErrorTexts
        let handle: amqp_connection_state_t
        private var assembler = FrameAssembler()

        /// As large as RabbitMQ's default: a header, which cannot be split, has to fit.
        private static let largestFrame: CInt = 131_072
        /// The time that the broker may take to say goodbye.
        private static let closeTimeout = Duration.seconds(1)

        /// Connects and logs in.
        ///
        /// - Parameters:
        ///   - configuration: Where to, and who.
        ///   - connectionName: What the broker calls the connection.
        ///   - limit: How long that may take, where it is less than the configuration says.
        /// - Throws: `TransportError` that says what to do.
        init(
            _ configuration: RabbitMQConfiguration, connectionName: String,
            within limit: Duration? = nil
        ) throws(TransportError) {
            errorTexts = ErrorTexts(configuration)
            let settings = try ConnectionSettings(configuration, within: limit)
            guard let handle = amqp_new_connection() else {
                throw errorTexts.error(.unreachable, "no memory is left for a connection")
            }
            self.handle = handle
            let deadline = ContinuousClock.now + settings.timeout
            do throws(BrokerFailure) {
                try open(settings, until: deadline)
                try login(settings, connectionName, until: deadline)
            } catch {
                throw errorTexts.opening(error)
            }
        }

        deinit {
            amqp_destroy_connection(handle)
        }

        /// The socket, or nil where the library has closed it.
        var socket: CInt? {
            let socket = amqp_get_sockfd(handle)
            return socket < 0 ? nil : socket
        }

        /// The seconds between heartbeats that both sides agreed on; 0: none.
        var heartbeat: CInt { amqp_get_heartbeat(handle) }

        /// Whether the socket takes a few messages more without waiting.
        func canWrite() -> Bool {
            guard let socket else { return false }
            var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
            return poll(&descriptor, 1, 0) == 1
        }

        /// The time that the thread may sleep: until `instant`, and at most half a heartbeat.
        func millisecondsToWait(until instant: ContinuousClock.Instant?) -> CInt {
            let longest: CInt = heartbeat > 0 ? heartbeat * 500 : 60_000
            guard let instant else { return longest }
            let (seconds, attoseconds) = ContinuousClock.now.duration(to: instant).components
            // Rounded up, or the thread would wake too early again and again.
            let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1
            return CInt(clamping: min(max(0, milliseconds), Int64(longest)))
        }

        /// Says goodbye and waits a moment for the answer: by then the broker has let go of what
        /// belonged to the connection, and it logs no warning about a client that went away.
        func close() {
            var timeout = timeval(Self.closeTimeout)
            amqp_set_rpc_timeout(handle, &timeout)
            _ = amqp_connection_close(handle, AMQP_REPLY_SUCCESS)
        }

        /// Returns the next event from the broker, or nil if there is nothing more for now.
        ///
        /// - Throws: `TransportError` with `.closed` once the connection is lost.
        func nextEvent() throws(TransportError) -> BrokerEvent? {
            while true {
                var frame = amqp_frame_t()
                var noTime = timeval()
                let status = amqp_simple_wait_frame_noblock(handle, &frame, &noTime)
                if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
                guard status == AMQP_STATUS_OK.rawValue else {
                    throw errorTexts.running(.library(status))
                }
                // All that is kept has been copied by then.
                defer { amqp_maybe_release_buffers(handle) }
                if let event = try event(of: frame) { return event }
            }
        }

        private func event(of frame: amqp_frame_t) throws(TransportError) -> BrokerEvent? {
            switch CInt(frame.frame_type) {
            case AMQP_FRAME_METHOD:
                return try methodEvent(frame.payload.method, on: frame.channel)
            case AMQP_FRAME_HEADER:
                return try assembler.header(frame).map { Self.event($0, on: frame.channel) }
            case AMQP_FRAME_BODY:
                return try assembler.body(frame).map { Self.event($0, on: frame.channel) }
            default:
                return nil
            }
        }

        private static func event(
            _ whole: (FrameAssembler.Occasion, IncomingMessage), on channel: amqp_channel_t
        ) -> BrokerEvent {
            switch whole.0 {
            case .delivery(let number): .delivered(whole.1, number: number, channel: channel)
            case .returned(let reason): .returned(whole.1, reason)
            }
        }

        private func methodEvent(
            _ method: amqp_method_t, on channel: amqp_channel_t
        ) throws(TransportError) -> BrokerEvent? {
            guard let decoded = method.decoded else { return nil }
            func read<Method>(_ type: Method.Type) -> Method {
                decoded.assumingMemoryBound(to: type).pointee
            }
            switch method.id {
            case AMQP_BASIC_DELIVER_METHOD:
                let number = read(amqp_basic_deliver_t.self).delivery_tag
                assembler.begin(.delivery(number), on: channel)
                return nil
            case AMQP_BASIC_RETURN_METHOD:
                let returned = read(amqp_basic_return_t.self)
                let reason = BrokerReason(returned.reply_code, returned.reply_text)
                assembler.begin(.returned(reason), on: channel)
                return nil
            case AMQP_BASIC_ACK_METHOD:
                let acknowledged = read(amqp_basic_ack_t.self)
                return .confirmed(acknowledged.delivery_tag, multiple: acknowledged.multiple != 0)
            case AMQP_BASIC_NACK_METHOD:
                let rejected = read(amqp_basic_nack_t.self)
                return .rejected(rejected.delivery_tag, multiple: rejected.multiple != 0)
            case AMQP_BASIC_CONSUME_OK_METHOD:
                return .consuming(channel: channel)
            case AMQP_BASIC_QOS_OK_METHOD:
                return .prefetchSet(channel: channel)
            case AMQP_BASIC_CANCEL_METHOD:
                return .consumerCancelled(channel: channel)
            case AMQP_CHANNEL_CLOSE_METHOD:
                let close = read(amqp_channel_close_t.self)
                assembler.abandon(channel)
                var answer = amqp_channel_close_ok_t()
                try send(AMQP_CHANNEL_CLOSE_OK_METHOD, &answer, on: channel)
                return .channelClosed(channel, BrokerReason(close.reply_code, close.reply_text))
            case AMQP_CONNECTION_CLOSE_METHOD:
                let close = read(amqp_connection_close_t.self)
                let reason = BrokerReason(close.reply_code, close.reply_text)
                var answer = amqp_connection_close_ok_t()
                try? send(AMQP_CONNECTION_CLOSE_OK_METHOD, &answer, on: 0)
                throw errorTexts.lost(reason)
            case AMQP_CONNECTION_BLOCKED_METHOD:
                let blocked = read(amqp_connection_blocked_t.self)
                return .blocked(BrokerReason(0, blocked.reason).text)
            case AMQP_CONNECTION_UNBLOCKED_METHOD:
                return .unblocked
            default:
                return .other
            }
        }
    }

    // MARK: - Connecting

    extension BrokerLink {
        private func open(
            _ settings: ConnectionSettings, until deadline: ContinuousClock.Instant
        ) throws(BrokerFailure) {
            let connector = HostConnector(host: settings.host, port: settings.port)
            if let security = settings.security {
                return try openSecurely(connector, security, until: deadline)
            }
            guard let socket = amqp_tcp_socket_new(handle) else {
                throw .library(AMQP_STATUS_NO_MEMORY.rawValue)
            }
            do throws(ConnectFailure) {
                // The connection's handle closes it.
                amqp_tcp_socket_set_sockfd(socket, try connector.connect(until: deadline).socket)
            } catch {
                throw .connect(error)
            }
        }

        /// The library takes no socket that is connected already, and verifies the certificate
        /// against the host that it connects to.
        ///
        /// So it gets the address that answers, and TLS itself the name to ask for and to verify.
        private func openSecurely(
            _ connector: HostConnector, _ security: TransportSecurity,
            until deadline: ContinuousClock.Instant
        ) throws(BrokerFailure) {
            guard let socket = amqp_ssl_socket_new(handle) else {
                throw .library(AMQP_STATUS_NO_MEMORY.rawValue)
            }
            try secure(socket, security)
            let address: HostAddress
            do throws(ConnectFailure) {
                address = try connector.answeringAddress(until: deadline)
            } catch {
                throw .connect(error)
            }
            let status =
                connector.isNumeric
                ? open(socket, address, connector.port, until: deadline)
                : open(socket, address, of: connector, until: deadline)
            guard status != AMQP_STATUS_OK.rawValue else { return }
            // The library does not say why there is no connection.
            if status == AMQP_STATUS_SOCKET_ERROR.rawValue {
                try diagnose(connector, until: deadline)
            }
            throw .library(status)
        }

        private func open(
            _ socket: OpaquePointer, _ address: HostAddress, _ port: UInt16,
            until deadline: ContinuousClock.Instant
        ) -> CInt {
            var timeout = timeval(until: deadline)
            return amqp_socket_open_noblock(socket, address.text, CInt(port), &timeout)
        }

        /// Opens an address, and verifies the certificate against the host's name.
        private func open(
            _ socket: OpaquePointer, _ address: HostAddress, of connector: HostConnector,
            until deadline: ContinuousClock.Instant
        ) -> CInt {
            connector.host.withCString { name in
                var peer = my_docker_network_peer(name: name, verification: 0)
                return withUnsafeMutablePointer(to: &peer) { peer in
                    guard my_docker_network_expect_peer(socket, peer) == 1 else {
                        return AMQP_STATUS_SSL_ERROR.rawValue
                    }
                    // Nothing but the opening has a use for the peer.
                    defer { my_docker_network_forget_peer(socket) }
                    amqp_ssl_socket_set_verify_hostname(socket, 0)
                    let status = open(socket, address, connector.port, until: deadline)
                    let isOtherHost =
                        peer.pointee.verification == my_docker_network_hostname_mismatch
                    return status == AMQP_STATUS_SSL_PEER_VERIFY_FAILED.rawValue && isOtherHost
                        ? AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED.rawValue : status
                }
            }
        }

        /// - Throws: Why the host cannot be connected to, where it cannot.
        private func diagnose(
            _ connector: HostConnector, until deadline: ContinuousClock.Instant
        ) throws(BrokerFailure) {
            do throws(ConnectFailure) {
                try connector.probe(until: deadline)
            } catch {
                throw .connect(error)
            }
        }

        private func secure(
            _ socket: OpaquePointer, _ security: TransportSecurity
        ) throws(BrokerFailure) {
            amqp_ssl_socket_set_verify_peer(socket, 1)
            amqp_ssl_socket_set_verify_hostname(socket, 1)
            try expect(
                amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST),
                "this program's TLS library cannot do TLS 1.2")
            // The files can be read (the settings say so): a failure is about what is in them.
            if let authority = security.certificateAuthorityFile {
                try expect(
                    amqp_ssl_socket_set_cacert(socket, authority),
                    "the CA file '\(authority)' holds no certificate in PEM")
            }
            guard let certificate = security.certificateFile, let key = security.keyFile else {
                return
            }
            try expect(
                amqp_ssl_socket_set_key(socket, certificate, key),
                "'\(certificate)' and '\(key)' are no certificate with its key in PEM")
        }

        private func expect(_ status: CInt, _ complaint: String) throws(BrokerFailure) {
            guard status != AMQP_STATUS_OK.rawValue else { return }
            throw .security(complaint.printable(longest: 1024))
        }

        private func login(
            _ settings: ConnectionSettings, _ connectionName: String,
            until deadline: ContinuousClock.Instant
        ) throws(BrokerFailure) {
            var timeout = timeval(until: deadline)
            amqp_set_handshake_timeout(handle, &timeout)
            // Of each declaration that follows.
            var answerTimeout = timeval(settings.timeout)
            amqp_set_rpc_timeout(handle, &answerTimeout)
            defer { arena.reset() }
            var properties = arena.table([
                arena.entry("product", .text(Topology.exchange)),
                arena.entry("version", .text(Topology.version)),
                arena.entry("connection_name", .text(connectionName)),
                arena.nested(
                    "capabilities",
                    [
                        arena.flag("publisher_confirms"),
                        arena.flag("consumer_cancel_notify"),
                        arena.flag("connection.blocked"),
                        arena.flag("authentication_failure_close"),
                    ]),
            ])
            let reply = my_docker_network_login(
                handle, settings.virtualHost, 0, Self.largestFrame, settings.heartbeat,
                &properties, settings.user, settings.password)
            if let failure = BrokerFailure(reply) { throw failure }
        }
    }

    extension timeval {
        /// A duration in C's form, to the microsecond.
        init(_ duration: Duration) {
            let (seconds, attoseconds) = duration.components
            self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
        }

        /// The time until an instant, and at least a moment.
        init(until deadline: ContinuousClock.Instant) {
            self.init(max(ContinuousClock.now.duration(to: deadline), .milliseconds(10)))
        }
    }
#endif
