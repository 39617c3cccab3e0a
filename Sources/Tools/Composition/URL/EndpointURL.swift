/// Where a transport connects to: `amqp://user@host:port/vhost` (the broker's URI form, read by
/// stricter rules: no query, no fragment, one path segment).
package struct EndpointURL: Hashable, Sendable {
    /// What picks the adapter, in lower case.
    package var scheme: String
    /// The user; nil where the URL names none.
    package var user: String?
    /// The password, where the URL holds one.
    package var password: Secret?
    /// A name, an address without brackets, or `gateway`.
    package var host: String
    /// The port, 1 to 65535; nil where the URL names none.
    package var port: Int?
    /// The virtual host, percent-decoded; `/` where the URL has no path.
    package var virtualHost: String

    /// The host that stands for the default route's gateway.
    package static let gatewayHost = "gateway"

    /// Joins the parts.
    package init(
        scheme: String, user: String? = nil, password: Secret? = nil, host: String,
        port: Int? = nil, virtualHost: String = "/"
    ) {
        self.scheme = scheme
        self.user = user
        self.password = password
        self.host = host
        self.port = port
        self.virtualHost = virtualHost
    }
}

extension EndpointURL: CustomStringConvertible {
    /// The URL without its password.
    package var description: String {
        let user = user.map { PercentEncoding.encode($0) + "@" } ?? ""
        let host = host.contains(":") ? "[\(host)]" : host
        let port = port.map { ":\($0)" } ?? ""
        return "\(scheme)://\(user)\(host)\(port)/\(PercentEncoding.encode(virtualHost))"
    }
}
