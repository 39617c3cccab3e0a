#if RabbitMQManagement
    import DockerNetworkBroker
    import DockerNetworkHTTP

    /// The management API's refusal of a request: `{"error": …, "reason": …}`.
    ///
    /// The status alone tells little: 401 has four causes, 400 as many. These are the words of
    /// RabbitMQ 3.10 to 4.
    struct APIRefusal: Hashable, Sendable {
        /// The meaning of the words.
        enum Kind: Hashable, Sendable {
            case noManagementTag
            case loginFailed
            case noVirtualHostAccess
            case noPermission
            case missingVirtualHost
            case missing
            case otherProperties
            /// AMQP's reply code 320, connection-forced: a request of the API goes on inside the
            /// broker over a connection that an operator may close.
            case connectionForced
            case badRequest
            case other
        }

        let kind: Kind
        /// The broker's own words, fit for one line.
        let reason: String

        /// Reads an answer, or returns nil where it is none of the API's.
        init?(_ response: HTTPResponse) {
            guard case .object(let members)? = response.value else { return nil }
            let error = members["error"]?.text ?? ""
            let reason = members["reason"]?.text ?? error
            guard !error.isEmpty || !reason.isEmpty else { return nil }
            self.reason = reason.printable(longest: 512)
            kind = Self.kind(response.status, error, reason)
        }

        private static func kind(_ status: Int, _ error: String, _ reason: String) -> Kind {
            let words = reason.lowercased()
            if error == "vhost_not_found" || words.contains("vhost_not_found") {
                return .missingVirtualHost
            }
            if words.contains("not management user") { return .noManagementTag }
            if words.contains("login failed") || words.contains("can only log in") {
                return .loginFailed
            }
            if words.contains("virtual host"), status == 401 || status == 403 {
                return .noVirtualHostAccess
            }
            // A missing right to write shows as 400, one to read or to configure as 401; a user-id that
            // is not the user's own as 400.
            if words.contains("access refused") || words.contains("access_refused")
                || words.contains("user_id property")
            {
                return .noPermission
            }
            if words.contains("inequivalent arg") { return .otherProperties }
            // A missing exchange shows as 400, a missing queue as 404.
            if words.contains("not_found") { return .missing }
            if reason.hasPrefix("320 ") || words.contains("connection_forced") {
                return .connectionForced
            }
            switch status {
            case 404: return .missing
            case 400: return .badRequest
            default: return .other
            }
        }
    }
#endif
