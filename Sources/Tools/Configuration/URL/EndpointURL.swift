package import DockerNetworkProgram
internal import DockerNetworkSystem

/// The place that a transport connects to, in one of the forms that URLs have.
package struct EndpointURL: Hashable, Sendable {
    /// The forms of the part after a scheme.
    package enum Form: Hashable, Sendable {
        /// `user@host:port/vhost`: the broker's URI form, read by stricter rules: no query, no
        /// fragment, one path segment.
        case broker
        /// `user@host:port/prefix/vhost`: the same with any number of segments before the last.
        case prefixedBroker
        /// The absolute path of a socket in the file system; `usual` if nothing stands there.
        case socket(usual: String? = nil)
        /// A host, and a port or none.
        case server
    }

    /// The scheme, which picks the adapter, in lower case.
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
    /// The path before the virtual host, percent-decoded: that of the management API, if it has
    /// one.
    package var pathPrefix: [String] = []
    /// A Unix socket's absolute path, percent-decoded; then nothing but the scheme stands beside it.
    package var socketPath: String?

    /// Whether it is a host and a port alone, without a user and a virtual host.
    package var isServer = false

    /// Whether it names a socket in the file system.
    package var hasSocket: Bool { socketPath != nil }

    /// The host that stands for the default route's gateway.
    package static let gatewayHost = "gateway"

    /// Creates one from its parts.
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
    package init(socketPath: String, scheme: String) {
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
        guard !isServer else { return "\(scheme)://\(host)\(port)" }
        let path = (pathPrefix + [virtualHost]).map(PercentEncoding.encode).joined(separator: "/")
        return "\(scheme)://\(user)\(host)\(port)/\(path)"
    }
}

/// A fault of a URL.
///
/// No case carries more of the URL than its scheme: the rest may hold a password.
package enum EndpointURLError: Error, Hashable, Sendable {
    /// There is no `SCHEME://` at its beginning.
    case noScheme
    /// It is longer than 2,048 bytes.
    case tooLong
    /// It has a blank or another character that must be percent-encoded.
    case invalidCharacter
    /// It has a `?` or a `#`.
    case queryOrFragment
    /// A `%` is not followed by two hexadecimal digits, or what they say is not text.
    case invalidEncoding
    /// There is an `@` after the host.
    case strayAt
    /// A password stands before the `@`, but no user.
    case emptyUser
    /// There is nothing where the host should be.
    case noHost
    /// The host is neither a name, an IPv4 address, nor an IPv6 address in brackets.
    case invalidHost
    /// The port is no number from 1 to 65535.
    case invalidPort
    /// There is more than one path segment.
    case severalSegments
    /// A part of the path before the virtual host is empty, `.` or `..`.
    case invalidPrefix
    /// A part is longer than the 255 bytes that AMQP allows (section 4.2.5.3).
    case partTooLong
    /// The part for a socket is no absolute path of at most 100 bytes that names a file.
    case notSocketPath(scheme: String, example: String)
    /// The part for a host and a port holds more.
    case notHostAlone(scheme: String)
}

extension EndpointURLError: CustomStringConvertible {
    /// The fault as a sentence with what to do.
    package var description: String {
        switch self {
        case .noScheme: "the URL must begin with a scheme, such as amqp://"
        case .tooLong: "the URL is longer than 2048 bytes"
        case .invalidCharacter:
            "the URL has a character that must be percent-encoded (a blank is %20)"
        case .queryOrFragment: "the URL must have no '?' and no '#'; write %3f and %23"
        case .invalidEncoding:
            "a '%' in the URL must be followed by two hexadecimal digits of UTF-8"
        case .strayAt: "the URL has an '@' in the wrong place; in a user or a path write %40"
        case .emptyUser: "the URL has no user before its '@'"
        case .noHost: "the URL has no host"
        case .invalidHost:
            "the URL's host must be a name, an address, an IPv6 address in brackets, or 'gateway'"
        case .invalidPort: "the URL's port must be a number from 1 to 65535"
        case .severalSegments:
            "the URL's path must be one virtual host; a '/' inside its name is written %2f"
        case .invalidPrefix:
            "the URL's path before the virtual host must have no empty part, no '.' and no '..'"
        case .notSocketPath(let scheme, let example):
            "after \(scheme):// must stand a socket's absolute path of at most 100 bytes, as in "
                + "\(scheme)://\(example)"
        case .notHostAlone(let scheme):
            "after \(scheme):// stand a host and a port alone, as in \(scheme)://build:2376"
        case .partTooLong: "the URL's user and virtual host may have 255 bytes each"
        }
    }
}
