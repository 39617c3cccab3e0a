package import DockerNetworkProgram
internal import DockerNetworkSystem

/// Where a transport connects to: `amqp://user@host:port/vhost` (the broker's URI form, read by
/// stricter rules: no query, no fragment, one path segment), `http://user@host:port/prefix/vhost`,
/// `unix:///path/of/a/socket`, `docker:///path/of/a/socket` or `docker+tcp://host:port`.
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
    /// What stands before the virtual host, percent-decoded: the path of the management API, where
    /// it has one.
    package var pathPrefix: [String] = []
    /// A Unix socket's absolute path, percent-decoded; then nothing but the scheme stands beside it.
    package var socketPath: String?

    /// Whether it names a socket in the file system.
    package var hasSocket: Bool { socketPath != nil }

    /// The scheme whose URLs name a socket in the file system.
    package static let socketScheme = "unix"

    /// The schemes of engines that are watched: by a socket, and over TCP.
    package static let engineSchemes = ["docker", "docker+tcp"]

    /// Where an engine's socket is that no URL names.
    package static let engineSocket = "/var/run/docker.sock"

    /// Whether it names an engine whose containers are announced.
    package var isEngine: Bool { Self.engineSchemes.contains(scheme) }

    /// Whether it names a socket of this machine that emitters connect to.
    package var isLocal: Bool { scheme == Self.socketScheme }

    /// Whether it leads to a broker, where there is a user with a password, and a queue.
    package var hasBroker: Bool { !isLocal && !isEngine }

    /// Whether what is set beside one of the two may be set beside the other.
    package func isLike(_ other: Self) -> Bool {
        hasSocket == other.hasSocket && isEngine == other.isEngine
    }

    /// The schemes whose paths may have more than the virtual host.
    package static let prefixedSchemes: Set<String> = ["http", "https"]

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

    /// A Unix socket's URL.
    package init(socketPath: String, scheme: String = socketScheme) {
        self.init(scheme: scheme, host: "")
        self.socketPath = socketPath
    }
}

extension EndpointURL: CustomStringConvertible {
    /// The URL without its password.
    package var description: String {
        if let socketPath {
            let parts = socketPath.split(separator: "/", omittingEmptySubsequences: false)
            return "\(scheme)://"
                + parts.map { PercentEncoding.encode(String($0)) }
                .joined(separator: "/")
        }
        let user = user.map { PercentEncoding.encode($0) + "@" } ?? ""
        let host = host.contains(":") ? "[\(host)]" : host
        let port = port.map { ":\($0)" } ?? ""
        guard !isEngine else { return "\(scheme)://\(host)\(port)" }
        let path = (pathPrefix + [virtualHost]).map(PercentEncoding.encode).joined(separator: "/")
        return "\(scheme)://\(user)\(host)\(port)/\(path)"
    }
}
