package import DockerNetwork

/// The refusals of a broker as errors that say what, where and what to do, on either protocol.
package protocol BrokerErrorTexts: EndpointErrors, Sendable {
    /// The user who connects.
    var user: String { get }
    /// The virtual host that is connected to.
    var virtualHost: String { get }
}

extension BrokerErrorTexts {
    /// The broker does not accept the user and the password.
    package func refusedLogin(_ reason: String) -> TransportError {
        error(.refused, "the broker refused user '\(user)': \(reason); check user and password")
    }

    /// The user has no permission in the virtual host.
    package func refusedVirtualHost(_ reason: String) -> TransportError {
        error(
            .refused,
            "user '\(user)' may not use virtual host '\(virtualHost)': \(reason); "
                + "give the user permissions there")
    }

    /// There is no such virtual host.
    package func missingVirtualHost(_ reason: String) -> TransportError {
        error(
            .configuration,
            "there is no virtual host '\(virtualHost)': \(reason); add it, or correct the URL")
    }

    /// A permission is missing for `what`, as `exchange 'x'`.
    package func refused(_ what: String, _ reason: String) -> TransportError {
        error(
            .refused,
            "user '\(user)' may not use \(what): \(reason); give the user the permission")
    }

    /// A queue or an exchange exists with other arguments.
    package func otherProperties(_ what: String, _ reason: String) -> TransportError {
        error(
            .configuration,
            "\(what) exists with other properties: \(reason); "
                + "delete it, or use another virtual host")
    }
}
