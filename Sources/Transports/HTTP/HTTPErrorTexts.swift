#if RabbitMQManagement || Docker
    import CCurl
    package import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// Turns a request that got no answer into an error that says what, where and what to do.
    package struct HTTPErrorTexts: EndpointErrors, Sendable {
        /// The server, without any secret.
        package var endpoint: String
        private let server: String
        private let whereToLook: String
        private let whatSecures: String

        /// Creates one from its parts.
        ///
        /// - Parameters:
        ///   - endpoint: The server, without any secret.
        ///   - server: What it is, as `the broker`.
        ///   - whereToLook: What to do where nobody answers.
        ///   - whatSecures: What to do where no TLS connection comes about.
        package init(endpoint: String, server: String, whereToLook: String, whatSecures: String) {
            self.endpoint = endpoint
            self.server = server
            self.whereToLook = whereToLook
            self.whatSecures = whatSecures
        }

        /// A request got no answer.
        package func unanswered(_ failure: HTTPFailure) -> TransportError {
            switch failure {
            case .over(let reason): reason
            // Another transfer has taken the connection that was made for this one.
            case .wantsSocket: error(.closed, "the connection was lost; connecting again may help")
            case .unconnected(let failure): error(.unreachable, failure.description)
            case .closedSocket(let number): unopened(number)
            case .proxyWantsPassword: proxyWantsPassword
            case .tooLarge(let limit), .tooManyHeaders(let limit):
                error(
                    .closed,
                    "the answer is longer than \(limit) bytes, and was cut off; "
                        + "check what stands between this program and \(server)")
            case .library(let code, let words, let wasConnected):
                unanswered(code, words.printable(longest: 255), wasConnected)
            }
        }

        /// A proxy wants a password.
        package var proxyWantsPassword: TransportError {
            error(
                .configuration,
                "the proxy wants a password (407); put it into http_proxy, https_proxy for https")
        }

        /// A Unix socket could not be connected to.
        private func unopened(_ number: CInt) -> TransportError {
            let words = String(cString: strerror(number))
            let reason = words.prefix(1).lowercased() + words.dropFirst()
            guard number != EACCES, number != EPERM else {
                return error(
                    .refused,
                    "this user may not open the socket (\(reason)); add the user to its group")
            }
            return error(.unreachable, "nobody answers there (\(reason)); \(whereToLook)")
        }

        private func unanswered(
            _ code: CURLcode, _ words: String, _ wasConnected: Bool
        ) -> TransportError {
            switch code {
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
                return error(
                    .unreachable, "the host's name is unknown (\(words)); check it, or the resolver"
                )
            case CURLE_PEER_FAILED_VERIFICATION:
                return error(
                    .configuration,
                    "\(server)'s certificate does not verify (\(words)); check the CA file, and that "
                        + "the host is a name that the certificate has")
            case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER:
                return error(
                    .configuration, "what TLS needs is not in order (\(words)); check the PEM files"
                )
            case CURLE_SSL_CONNECT_ERROR:
                return error(
                    .unreachable, "no TLS connection comes about (\(words)); \(whatSecures)")
            case CURLE_OPERATION_TIMEDOUT where wasConnected:
                return error(
                    .timedOut, "\(server) did not answer in time (\(words)); trying again may help")
            case CURLE_OPERATION_TIMEDOUT:
                return error(
                    .unreachable,
                    "nobody answered in time; check host and port, and what filters them")
            default:
                return wasConnected
                    ? error(
                        .closed, "the connection was lost (\(words)); connecting again may help")
                    : error(.unreachable, "nobody answers there (\(words)); \(whereToLook)")
            }
        }
    }
#endif
