/// What is wrong with a URL.
///
/// No case carries text of the URL, which may hold a password.
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
    /// After `unix://` there is no absolute path of at most 100 bytes that names a file.
    case noSocketPath
    /// After `docker://` there is something else than such a path.
    case noEngineSocket
    /// After `docker+tcp://` there is more than a host and a port.
    case engineHasHostAlone
}

extension EndpointURLError: CustomStringConvertible {
    /// What is wrong, as a sentence with what to do.
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
        case .noSocketPath:
            "after unix:// must stand a socket's absolute path of at most 100 bytes, as in "
                + "unix:///run/my-docker-network/announce.sock"
        case .noEngineSocket:
            "after docker:// may stand the absolute path of the engine's socket, of at most 100 "
                + "bytes, as in docker:///var/run/docker.sock"
        case .engineHasHostAlone:
            "after docker+tcp:// stand a host and a port alone, as in docker+tcp://build:2376"
        case .partTooLong: "the URL's user and virtual host may have 255 bytes each"
        }
    }
}
