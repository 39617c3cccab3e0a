#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection
    import DockerNetworkSystem

    /// Turns failures into errors that say what, where and what to do.
    struct ErrorTexts: BrokerErrorTexts {
        /// The broker's URL without the password.
        var endpoint: String
        /// The user who connects.
        var user: String
        /// The virtual host that is connected to.
        var virtualHost: String

        init(_ configuration: RabbitMQConfiguration) {
            endpoint = configuration.endpoint
            user = configuration.user
            virtualHost = configuration.virtualHost
        }

        /// The connection itself, or its login, failed.
        func opening(_ failure: BrokerFailure) -> TransportError {
            switch failure {
            case .library(let status):
                return openingStatus(amqp_status_enum(status), failure.text)
            case .connect(let failure):
                return error(.unreachable, failure.description)
            case .security(let complaint):
                return error(.configuration, "\(complaint); correct it")
            case .channel(let reason), .connection(let reason):
                return refusedLogin(reason)
            }
        }

        private func openingStatus(_ status: amqp_status_enum, _ text: String) -> TransportError {
            switch status {
            case AMQP_STATUS_SSL_PEER_VERIFY_FAILED:
                return error(
                    .configuration,
                    "the broker's certificate does not verify (\(text)): no CA of the CA file has "
                        + "signed it, or it is past its dates; check ca-file, or renew it")
            case AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED:
                return error(
                    .configuration,
                    "the broker's certificate is for another host (\(text)); use a name that the "
                        + "certificate has as the URL's host: an address does not count")
            case AMQP_STATUS_INCOMPATIBLE_AMQP_VERSION, AMQP_STATUS_BAD_AMQP_DATA,
                AMQP_STATUS_WRONG_METHOD, AMQP_STATUS_BROKER_UNSUPPORTED_SASL_METHOD:
                return error(
                    .configuration,
                    "what answers is no broker that takes AMQP 0-9-1 with a password (\(text)); "
                        + "check host and port")
            case AMQP_STATUS_SSL_CONNECTION_FAILED:
                return error(
                    .unreachable,
                    "no TLS connection comes about (\(text)); check that the port is the broker's "
                        + "for TLS 1.2 or newer, and certificate-file where it asks for one")
            case AMQP_STATUS_SSL_ERROR:
                // TLS 1.3: the client has shaken hands before the broker has read its certificate.
                return error(
                    .unreachable,
                    "the broker ended the TLS connection (\(text)); where it asks for a client "
                        + "certificate, check certificate-file and key-file")
            case AMQP_STATUS_TIMEOUT:
                return error(
                    .unreachable,
                    "it was connected to, but did not answer in time; check that the port is a "
                        + "broker's, and what filters it")
            case AMQP_STATUS_CONNECTION_CLOSED, AMQP_STATUS_SOCKET_CLOSED:
                return error(
                    .unreachable,
                    "it was connected to, but closed the connection before it answered as a broker; "
                        + "check the broker's log, and that the port is a broker's")
            default:
                return error(
                    .unreachable,
                    "nobody answers as a broker (\(text)); check that it runs, and host and port")
            }
        }

        private func refusedLogin(_ reason: BrokerReason) -> TransportError {
            switch reason.code {
            case BrokerReason.accessRefused:
                return refusedLogin(reason.text)
            case BrokerReason.notAllowed where reason.text.holds("not found"):
                return missingVirtualHost(reason.text)
            case BrokerReason.notAllowed:
                return refusedVirtualHost(reason.text)
            default:
                return lost(reason)
            }
        }

        /// A declaration, a binding or a consumer of a host failed.
        func declaring(_ what: String, _ failure: BrokerFailure) -> TransportError {
            guard case .channel(let reason) = failure else { return running(failure) }
            switch reason.code {
            case BrokerReason.preconditionFailed:
                return otherProperties(what, reason.text)
            case BrokerReason.resourceLocked:
                return inUse(what, reason)
            case BrokerReason.accessRefused where reason.text.holds("in exclusive use"):
                return inUse(what, reason)
            case BrokerReason.accessRefused:
                return refused(what, reason)
            default:
                return error(
                    .closed, "\(what): the broker says '\(reason.text)'; trying again may help")
            }
        }

        private func inUse(_ what: String, _ reason: BrokerReason) -> TransportError {
            error(
                .inUse,
                "another host service uses \(what); stop that one, or set host-name: "
                    + reason.text)
        }

        /// A permission is missing.
        func refused(_ what: String, _ reason: BrokerReason) -> TransportError {
            refused(what, reason.text)
        }

        /// The user may not have the queue that resync requests come to.
        func unheardResync(_ reason: BrokerReason) -> String {
            "\(endpoint): \(reason.text); to hear them, user '\(user)' needs configure and write on "
                + "'^my-docker-network\\.emit\\.' and read on '^my-docker-network\\.(resync|emit\\..*)$'"
        }

        /// The connection was good, and is over.
        func running(_ failure: BrokerFailure) -> TransportError {
            switch failure {
            case .library, .security, .connect:
                error(
                    .closed, "the connection was lost (\(failure.text)); connecting again may help")
            case .channel(let reason), .connection(let reason):
                lost(reason)
            }
        }

        /// The broker ended the connection, or the channel that everything goes through.
        func lost(_ reason: BrokerReason) -> TransportError {
            error(
                .closed,
                "the broker ended the connection: \(reason.text); connecting again may help")
        }
    }
#endif
