/// The reason why a transport could not do what was asked.
public struct TransportError: Error, Hashable, Sendable {
    /// The kind of failure; it decides what the caller does next.
    public enum Code: String, Hashable, Sendable {
        /// Nobody answers there. Worth another try.
        case unreachable
        /// The connection was there and is gone. Worth another try.
        case closed
        /// The other side took longer than it may. Worth another try.
        case timedOut = "timed-out"
        /// The password, or a permission, is wrong.
        case refused
        /// The configuration asks for something impossible: a missing virtual host, an exchange
        /// that exists with other properties, a certificate that does not verify.
        case configuration
        /// Another host service uses the name.
        case inUse = "in-use"
        /// No host listens: there is no exchange to publish to.
        case noHost = "no-host"
        /// The transport cannot do this at all.
        case unsupported
        /// A preferred transport can be used again: the next connection is made over it, at once.
        case superseded
        /// The task that waited was cancelled.
        case cancelled
    }

    /// The kind of failure.
    public var code: Code
    /// One line: what, where and what to do, without any secret.
    public var message: String

    /// Creates an error with a code and a message.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Whether the same call may succeed later although nobody changes the configuration.
    public var isTransient: Bool {
        switch code {
        case .unreachable, .closed, .timedOut, .inUse, .noHost, .superseded: true
        case .refused, .configuration, .unsupported, .cancelled: false
        }
    }
}

extension TransportError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}

/// Something at an endpoint, whose errors begin with it.
package protocol EndpointErrors {
    /// The place of the endpoint, without any secret.
    var endpoint: String { get }
}

extension EndpointErrors {
    /// An error that says where it happened, and what.
    package func error(_ code: TransportError.Code, _ text: String) -> TransportError {
        TransportError(code, "\(endpoint): \(text)")
    }

    /// The connection was closed on purpose.
    package var closedHere: TransportError { error(.closed, "closed by this program") }
    /// Nobody holds the connection any more.
    package var droppedHere: TransportError { error(.closed, "dropped by this program") }
    /// There is no connection yet.
    package var notConnected: TransportError { error(.closed, "not connected") }
}
