#if RabbitMQManagement || Docker
    package import CCurl
    package import DockerNetwork
    package import DockerNetworkConnection

    /// The reason why a request got no answer, before it is explained.
    package enum HTTPFailure: Error, Sendable {
        /// libcurl's own number, its words, and whether a connection had come about.
        case library(CURLcode, String, wasConnected: Bool)
        /// Nothing was sent, because there is no connection.
        case wantsSocket
        /// The host could not be connected to.
        case unconnected(ConnectFailure)
        /// The Unix socket could not be connected to; the system's number says why.
        case closedSocket(CInt)
        /// The answer's body is longer than it may be.
        case tooLarge(limit: Int)
        /// The answer's headers are longer than they may be, so it is no message that is too large.
        case tooManyHeaders(limit: Int)
        /// The proxy that the environment names made no tunnel without a password (RFC 9110 section
        /// 15.5.8).
        case proxyWantsPassword
        /// The connection is over, for this reason.
        case over(TransportError)
    }
#endif
