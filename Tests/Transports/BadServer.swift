#if RabbitMQ && RabbitMQManagement
    import DockerNetworkRabbitMQManagement
    import Foundation
    import TestSupport
    import Testing

    /// A server that stands before the broker's management API, and answers some requests badly.
    final class BadServer {
        /// What it does to the requests that are meant.
        enum Manner: String, Sendable {
            /// Forwards everything.
            case good
            /// Ends in the middle of the body.
            case cut
            /// Says nothing.
            case silent
            /// Sends a byte now and then.
            case trickle
            /// Sends HTML.
            case html
            /// Sends what is no HTTP.
            case noise
            /// Sends 200 MB without saying so before.
            case huge
            /// Says that 200 MB will come.
            case hugeSaid
            /// Sends a little that would become 200 MB, by an encoding of the content (RFC 9110
            /// section 8.4) that nobody asked for.
            case bloated
            /// The same by an encoding of the transfer (RFC 9112 section 7).
            case bloatedTransfer
            /// Sends 200 MB of headers.
            case headers
            /// Sends JSON that is nested deeply.
            case deep
            /// Sends the caller to a file of its own.
            case redirect
            /// Says that it is not there just now.
            case unavailable

            /// All but the good one.
            static let bad: [Self] = [
                .cut, .silent, .trickle, .html, .noise, .huge, .hugeSaid, .bloated,
                .bloatedTransfer, .headers, .deep,
                .redirect, .unavailable,
            ]
        }

        let port: UInt16
        private let process: ChildProcess

        /// Starts it, and waits until it listens.
        ///
        /// - Parameters:
        ///   - manner: What it does.
        ///   - end: The end of the paths that are meant; all others go to the broker.
        ///   - lab: The broker.
        ///   - identity: A file with its key and certificate, where it speaks TLS.
        ///   - clients: A file with the authority that must have signed its clients' certificates.
        /// - Throws: Where it does not start.
        init(
            _ manner: Manner, to end: String, before lab: BrokerLab, identity: String = "",
            clients: String = ""
        ) async throws {
            port = try FreePort.next()
            let python = try #require(Command.path(of: "python3"))
            process = try ChildProcess(
                python,
                [
                    "-c", Self.script, manner.rawValue, end, "\(port)", "\(lab.managementPort)",
                    identity, clients,
                ])
            let port = port
            try await eventually("the bad server listens") {
                let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                defer { close(socket) }
                var name = sockaddr_in()
                name.sin_family = sa_family_t(AF_INET)
                name.sin_port = port.bigEndian
                name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
                return withUnsafePointer(to: &name) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                    }
                }
            }
        }

        /// A configuration that goes through it.
        func before(
            _ configuration: RabbitMQManagementConfiguration
        ) -> RabbitMQManagementConfiguration {
            var configuration = configuration
            configuration.port = port
            configuration.requestTimeout = .seconds(2)
            return configuration
        }

        private static let script = """
            import gzip, http.client, os, ssl, sys, time
            from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
            manner, end, port, broker = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
            identity, clients = sys.argv[5:]

            # 200 kB each of 200 MB.
            bloated = gzip.compress(b'[' + b' ' * 199_999_999, 6) if manner.startswith('bloated') else b''

            class Handler(BaseHTTPRequestHandler):
                protocol_version = 'HTTP/1.1'
                def log_message(self, *_): pass
                def start(self, status, **headers):
                    self.send_response(status)
                    for name, value in headers.items(): self.send_header(name.replace('_', '-'), value)
                    self.end_headers()
                def forward(self, body):
                    connection = http.client.HTTPConnection('127.0.0.1', broker)
                    headers = {'authorization': self.headers['authorization'], 'content-type': 'application/json'}
                    connection.request(self.command, self.path, body, headers)
                    answer = connection.getresponse()
                    data = answer.read()
                    self.start(answer.status, content_length=str(len(data)))
                    self.wfile.write(data)
                def handle_any(self):
                    body = self.rfile.read(int(self.headers.get('content-length') or 0))
                    if manner == 'good' or not self.path.split('?')[0].endswith(end): return self.forward(body)
                    self.close_connection = True
                    if manner == 'cut': self.start(200, content_length='1000'); self.wfile.write(b'[')
                    if manner == 'silent': time.sleep(30)
                    if manner == 'trickle':
                        self.start(200, content_length='1000')
                        for _ in range(300): self.wfile.write(b'['); self.wfile.flush(); time.sleep(0.1)
                    if manner == 'html': self.start(200); self.wfile.write(b'<html>hello</html>')
                    if manner == 'noise': self.wfile.write(os.urandom(4096))
                    if manner == 'huge':
                        self.start(200)
                        for _ in range(200): self.wfile.write(b'[' + b' ' * 999_999)
                    if manner == 'hugeSaid':
                        self.start(200, content_length='200000000')
                        for _ in range(200): self.wfile.write(b'[' + b' ' * 999_999)
                    if manner == 'bloated': self.start(200, content_encoding='gzip'); self.wfile.write(bloated)
                    if manner == 'bloatedTransfer': self.start(200, transfer_encoding='gzip'); self.wfile.write(bloated)
                    if manner == 'headers':
                        self.wfile.write(b'HTTP/1.1 200 OK\\r\\n')
                        for _ in range(20_000): self.wfile.write(b'x-more: ' + b'x' * 9_990 + b'\\r\\n')
                    if manner == 'deep': self.start(200); self.wfile.write(b'[' * 500_000)
                    if manner == 'redirect': self.start(302, location='file:///etc/passwd', content_length='0')
                    if manner == 'unavailable': self.start(503, content_length='0')
                do_GET = do_PUT = do_POST = do_DELETE = handle_any

            ThreadingHTTPServer.daemon_threads = True
            ThreadingHTTPServer.handle_error = lambda *_: None
            server = ThreadingHTTPServer(('127.0.0.1', port), Handler)
            if identity:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(identity)
                if clients:
                    context.load_verify_locations(clients)
                    context.verify_mode = ssl.CERT_REQUIRED
                server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            server.serve_forever()
            """
    }
#endif
