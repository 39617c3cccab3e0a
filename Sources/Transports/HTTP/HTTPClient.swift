#if RabbitMQManagement || Docker
    import CCurl
    package import DockerNetwork
    package import DockerNetworkConnection

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// One kept-alive connection to an HTTP server, for one actor on one thread.
    ///
    /// Requests go out one after the other, in the order of the calls. It is used, and goes away, on
    /// the connection's thread alone; an actor may have several of them there.
    package final class HTTPClient {
        private struct Pending {
            var request: HTTPRequest
            var reply: Reply<Result<HTTPResponse, HTTPFailure>>
        }

        private struct Pause {
            var deadline: ContinuousClock.Instant
            var reply: Reply<Void>
        }

        private let sleeper: TransferSleeper
        private let easy: UnsafeMutableRawPointer
        private let buffer = ResponseBuffer()
        private let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        private let fields: UnsafeMutablePointer<curl_slist>?
        /// The entry that stands for the host's name, for CURLOPT_RESOLVE.
        private let names: UnsafeMutablePointer<curl_slist>?
        /// Connects; nil where libcurl does it itself.
        private let opener: SocketOpener?
        private let settings: HTTPSettings
        private var waiting = Fifo<Pending>()
        private var current: Pending?
        private var pauses: [Pause] = []
        private var isWoken = false
        private var end: TransportError?

        /// Prepares a connection; nothing is contacted yet.
        ///
        /// - Throws: `.unreachable` where memory is short, `.unsupported` where libcurl lacks TLS.
        package init(_ settings: HTTPSettings, on sleeper: TransferSleeper) throws(TransportError) {
            guard let easy = my_docker_network_curl_easy_init() else {
                throw ConnectionThread.shortage(of: "memory", 0)
            }
            self.sleeper = sleeper
            self.easy = easy
            self.settings = settings
            // An empty value: libcurl asks nobody whether it may send a long body.
            let lines = ["content-type: application/json", "accept: application/json", "expect:"]
            fields = lines.reduce(nil) { my_docker_network_curl_slist_append($0, $1) }
            if case .host(let connector) = settings.place, !settings.mayUseProxy {
                opener = SocketOpener(connector, timeout: .milliseconds(settings.connectTimeout))
            } else {
                opener = nil
            }
            names = opener?.placeholder.flatMap { my_docker_network_curl_slist_append(nil, $0) }
            words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
            for code in options(settings) where code != CURLE_OK {
                let words = String(cString: my_docker_network_curl_easy_strerror(code))
                throw TransportError(
                    .unsupported,
                    "\(settings.endpoint): this libcurl cannot do what is needed (\(words)); "
                        + "install one with TLS")
            }
        }

        deinit {
            if current != nil { my_docker_network_curl_multi_remove_handle(sleeper.multi, easy) }
            my_docker_network_curl_easy_cleanup(easy)
            my_docker_network_curl_slist_free_all(fields)
            my_docker_network_curl_slist_free_all(names)
            words.deallocate()
        }

        private func options(_ settings: HTTPSettings) -> [CURLcode] {
            func set(_ option: CURLoption, _ number: Int) -> CURLcode {
                my_docker_network_set_number(easy, option, number)
            }
            func set(_ option: CURLoption, _ text: String) -> CURLcode {
                my_docker_network_set_text(easy, option, text)
            }
            var codes = [
                my_docker_network_set_writer(
                    easy, ResponseBuffer.writer, Unmanaged.passUnretained(buffer).toOpaque()),
                my_docker_network_set_header_writer(
                    easy, ResponseBuffer.headerWriter, Unmanaged.passUnretained(buffer).toOpaque()),
                my_docker_network_set_pointer(easy, CURLOPT_ERRORBUFFER, words),
                my_docker_network_set_pointer(easy, CURLOPT_HTTPHEADER, fields),
                my_docker_network_allow_web_alone(easy),
                my_docker_network_never_wait_for_names(easy),
                set(CURLOPT_NOSIGNAL, 1), set(CURLOPT_PATH_AS_IS, 1), set(CURLOPT_TCP_KEEPALIVE, 1),
                set(CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout),
                set(CURLOPT_USERAGENT, settings.userAgent),
                // What a proxy compresses without being asked stays as it came, so that a limit on what
                // is received is a limit on what it becomes. libcurl asks for no compression by itself.
                set(CURLOPT_HTTP_CONTENT_DECODING, 0), set(CURLOPT_HTTP_TRANSFER_DECODING, 1),
            ]
            // Neither stands in a URL, where others could see it.
            if let credentials = settings.credentials {
                codes.append(set(CURLOPT_USERNAME, credentials.user))
                codes.append(set(CURLOPT_PASSWORD, credentials.password))
            }
            if !settings.mayUseProxy { codes.append(set(CURLOPT_PROXY, "")) }
            if case .socket(let path) = settings.place {
                codes.append(set(CURLOPT_UNIX_SOCKET_PATH, path))
            }
            if let opener {
                codes.append(
                    my_docker_network_set_opener(
                        easy, SocketOpener.open, SocketOpener.prepare,
                        Unmanaged.passUnretained(opener).toOpaque()))
            }
            if names != nil {
                codes.append(my_docker_network_set_pointer(easy, CURLOPT_RESOLVE, names))
            }
            guard let security = settings.security else { return codes }
            codes += [
                set(CURLOPT_SSL_VERIFYPEER, 1), set(CURLOPT_SSL_VERIFYHOST, 2),
                set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2),
            ]
            if let file = security.certificateAuthorityFile {
                codes.append(set(CURLOPT_CAINFO, file))
            }
            if let file = security.certificateFile { codes.append(set(CURLOPT_SSLCERT, file)) }
            if let file = security.keyFile { codes.append(set(CURLOPT_SSLKEY, file)) }
            return codes
        }

        // MARK: - Calls, on the actor

        /// Sends a request after those that wait, and waits for its answer.
        ///
        /// A caller whose task is cancelled gets `.over` with `.cancelled` at once; its request is not
        /// sent any more, or its answer is ignored.
        package func exchange(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
            do throws(HTTPFailure) {
                return try await transfer(request)
            } catch {
                guard case .wantsSocket = error, let opener else { throw error }
                try await opener.connect()
            }
            return try await transfer(request)
        }

        private func transfer(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
            if let end { throw .over(end) }
            let reply = Reply<Result<HTTPResponse, HTTPFailure>>()
            waiting.append(Pending(request: request, reply: reply))
            let result: Result<HTTPResponse, HTTPFailure>
            do {
                result = try await reply.value()
            } catch {
                throw .over(error)
            }
            return try result.get()
        }

        /// Waits until a time, or until `wakePauses`.
        ///
        /// - Throws: Why the connection is over, or `.cancelled`.
        package func pause(until deadline: ContinuousClock.Instant) async throws(TransportError) {
            if let end { throw end }
            guard !isWoken else {
                isWoken = false
                return
            }
            let reply = Reply<Void>()
            pauses.append(Pause(deadline: deadline, reply: reply))
            try await reply.value()
        }

        /// Ends every pause, or the next where there is none.
        package func wakePauses() {
            isWoken = pauses.isEmpty
            let ended = pauses
            pauses = []
            for pause in ended { pause.reply.resolve(.success(())) }
        }

        /// Ends the connection: everyone who waits gets `error`, and so does every later call.
        package func finish(_ error: TransportError) {
            guard end == nil else { return }
            end = error
            while let next = waiting.first {
                waiting.removeFirst()
                next.reply.resolve(.failure(error))
            }
            current?.reply.resolve(.failure(error))
            for pause in pauses { pause.reply.resolve(.failure(error)) }
            pauses = []
        }

        // MARK: - The thread's turn

        /// Moves the transfer on, begins the next, and says what to wait for.
        package func turn() -> ConnectionThread.Wait {
            Self.turn([self])
        }

        /// Does so for all clients of one thread.
        package static func turn(_ clients: [HTTPClient]) -> ConnectionThread.Wait {
            guard let multi = clients.first?.sleeper.multi else { return ConnectionThread.Wait() }
            repeat {
                for client in clients { client.startNext() }
                var running: CInt = 0
                my_docker_network_curl_multi_perform(multi, &running)
                var left: CInt = 0
                while let message = my_docker_network_curl_multi_info_read(multi, &left) {
                    // Settling ends what the message points to.
                    let (easy, code) = (message.pointee.easy_handle, message.pointee.data.result)
                    guard message.pointee.msg == CURLMSG_DONE else { continue }
                    clients.first { $0.easy == easy }?.settle(code)
                }
            } while clients.contains { $0.current == nil && !$0.waiting.isEmpty }
            let timeouts = clients.map { $0.checkTimeouts() }.filter { $0 >= 0 }
            return ConnectionThread.Wait(timeout: timeouts.min() ?? -1)
        }

        /// Whether the answer that is awaited has begun: its headers are there.
        package var hasAnswer: Bool { current != nil && buffer.hasBegun }

        /// Returns the milliseconds until the next pause ends, or -1.
        private func checkTimeouts() -> CInt {
            guard !pauses.isEmpty else { return -1 }
            let now = ContinuousClock.now
            for pause in pauses where pause.deadline <= now { pause.reply.resolve(.success(())) }
            pauses.removeAll { $0.reply.isSettled }
            guard let next = pauses.map(\.deadline).min() else { return -1 }
            let left = (next - now) / .milliseconds(1)
            return CInt(min(max(left.rounded(.up), 0), 3_600_000))
        }

        private func startNext() {
            guard current == nil else { return }
            while let next = waiting.first {
                waiting.removeFirst()
                guard !next.reply.isSettled else { continue }
                prepare(next.request)
                current = next
                my_docker_network_curl_multi_add_handle(sleeper.multi, easy)
                return
            }
        }

        private func prepare(_ request: HTTPRequest) {
            buffer.reset(for: request)
            opener?.reset()
            words.pointee = 0
            my_docker_network_set_text(easy, CURLOPT_URL, settings.base + request.path)
            my_docker_network_set_number(
                easy, CURLOPT_TIMEOUT_MS, request.isEndless ? 0 : settings.requestTimeout)
            // 0: any size.
            my_docker_network_set_size(
                easy, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(request.limit ?? 0))
            let body = request.body?.bytes
            switch body {
            case nil:
                my_docker_network_set_number(easy, CURLOPT_HTTPGET, 1)
            case let body?:
                my_docker_network_set_number(easy, CURLOPT_POST, 1)
                my_docker_network_set_size(
                    easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
                // It copies as many bytes as the size says, so the size comes first.
                body.withUnsafeBytes { bytes in
                    _ = my_docker_network_set_pointer(
                        easy, CURLOPT_COPYPOSTFIELDS,
                        UnsafeMutableRawPointer(mutating: bytes.baseAddress))
                }
            }
            my_docker_network_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }

        private func settle(_ code: CURLcode) {
            my_docker_network_curl_multi_remove_handle(sleeper.multi, easy)
            guard let ended = current else { return }
            current = nil
            ended.reply.resolve(.success(result(code, of: ended.request)))
        }

        private func result(
            _ code: CURLcode, of request: HTTPRequest
        ) -> Result<HTTPResponse, HTTPFailure> {
            let content = buffer.take()
            if code != CURLE_OK, opener?.isWanted == true { return .failure(.wantsSocket) }
            if buffer.hasTooManyHeaders {
                return .failure(.tooManyHeaders(limit: ResponseBuffer.headersLimit))
            }
            if buffer.isOverfull || code == CURLE_FILESIZE_EXCEEDED {
                return .failure(.tooLarge(limit: request.limit ?? 0))
            }
            if let number = socketFailure(code) { return .failure(.closedSocket(number)) }
            guard code == CURLE_OK || buffer.isUnreadable && code == CURLE_WRITE_ERROR else {
                var tunnel = 0
                my_docker_network_get_number(easy, CURLINFO_HTTP_CONNECTCODE, &tunnel)
                guard tunnel != 407 else { return .failure(.proxyWantsPassword) }
                let said = String(cString: words)
                var time: curl_off_t = 0
                my_docker_network_get_size(easy, CURLINFO_PRETRANSFER_TIME_T, &time)
                return .failure(
                    .library(
                        code,
                        said.isEmpty
                            ? String(cString: my_docker_network_curl_easy_strerror(code)) : said,
                        wasConnected: time > 0))
            }
            var status = 0
            my_docker_network_get_number(easy, CURLINFO_RESPONSE_CODE, &status)
            return .success(HTTPResponse(status: status, content: content))
        }

        /// The system's number for why a Unix socket could not be connected to; nil where it could.
        private func socketFailure(_ code: CURLcode) -> CInt? {
            guard case .socket = settings.place, code == CURLE_COULDNT_CONNECT else { return nil }
            var number = 0
            my_docker_network_get_number(easy, CURLINFO_OS_ERRNO, &number)
            return number == 0 ? ECONNREFUSED : CInt(truncatingIfNeeded: number)
        }
    }
#endif
