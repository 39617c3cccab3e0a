#if RabbitMQManagement
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkHTTP

    /// Turns failures into errors that say what, where and what to do.
    struct ManagementErrorTexts: BrokerErrorTexts {
        /// The API's URL without the password.
        var endpoint: String
        /// The user who connects.
        var user: String
        /// The virtual host that is connected to.
        var virtualHost: String

        init(_ configuration: RabbitMQManagementConfiguration) {
            endpoint = configuration.endpoint
            user = configuration.user
            virtualHost = configuration.virtualHost
        }

        // MARK: - No answer

        /// A request got no answer.
        func unanswered(_ failure: HTTPFailure) -> TransportError { http.unanswered(failure) }

        private var http: HTTPErrorTexts {
            HTTPErrorTexts(
                endpoint: endpoint, server: "the broker",
                whereToLook:
                    "check that the broker runs with its management plugin, and host and port",
                whatSecures: "check that the port is the broker's for HTTPS with TLS 1.2 or newer, "
                    + "and whether it asks for a certificate")
        }

        /// The server that answers does not speak as the API does.
        func notTheAPI(_ status: Int) -> TransportError {
            error(
                .unreachable,
                "what answers (status \(status)) is not RabbitMQ's management API; check host and port"
            )
        }

        // MARK: - A refusal

        /// The API refused something.
        ///
        /// - Parameters:
        ///   - what: What was asked for, as `exchange 'x'`.
        ///   - response: The answer, whose status is no success.
        /// - Returns: The error.
        func refused(_ what: String, _ response: HTTPResponse) -> TransportError {
            let status = response.status
            guard !(300..<400).contains(status) else {
                return error(
                    .configuration,
                    "it redirects to another place (status \(status)), which is not followed; "
                        + "name the broker's own URL")
            }
            guard status != 407 else {
                return http.proxyWantsPassword
            }
            guard let refusal = APIRefusal(response) else {
                return status >= 500
                    ? error(.closed, "the broker answers \(status); trying again may help")
                    : notTheAPI(status)
            }
            return meaning(of: refusal, about: what, status)
        }

        private func meaning(
            of refusal: APIRefusal, about what: String, _ status: Int
        ) -> TransportError {
            let reason = refusal.reason
            switch refusal.kind {
            case .noManagementTag:
                return error(
                    .refused,
                    "user '\(user)' may not use the management API: \(reason); give it the tag: "
                        + "rabbitmqctl set_user_tags '\(user)' management")
            case .loginFailed:
                return refusedLogin(reason)
            case .noVirtualHostAccess:
                return refusedVirtualHost(reason)
            case .noPermission:
                return refused(what, reason)
            case .missingVirtualHost:
                return missingVirtualHost(reason)
            case .otherProperties:
                return otherProperties(what, reason)
            case .missing:
                return error(.closed, "\(what) is not there: \(reason); connecting again may help")
            case .connectionForced:
                return error(
                    .closed, "the broker closed its own connection for \(what): \(reason)")
            case .badRequest:
                return error(.configuration, "\(what): the broker takes no such request: \(reason)")
            case .other where status >= 500:
                return error(
                    .closed, "the broker answers \(status): \(reason); trying again may help")
            case .other:
                return error(.refused, "\(what): the broker answers \(status): \(reason)")
            }
        }

        /// Somebody else consumes the host's queue.
        func inUse(_ queue: String, by connection: String) -> TransportError {
            error(
                .inUse,
                "another host service uses queue '\(queue)' (connection "
                    + "'\(connection.printable(longest: 255))'); stop that one, or set host-name")
        }
    }
#endif
