/// A reason why a message is no announcement.
///
/// None of the cases carries text from the message, so that a description can be logged as it is.
public enum WireError: Error, Hashable, Sendable {
    /// The body has this many bytes, more than `AnnouncementBody.longest`.
    case tooLong(Int)
    /// The body is not three fields with colons between them.
    case missingFields
    /// The last field is neither `up` nor `down`.
    case unknownKind
    /// The first field is no IP address.
    case invalidAddress
    /// The address is one that no container can be reached at.
    case unreachableAddress(UnreachableAddressError)
    /// The middle field is no hostname.
    case invalidHostname(NameError)
    /// A header has a value of the wrong type or out of its range.
    case invalidHeader(WireHeader)
    /// Some of the headers `instance`, `started` and `sequence` are there, but not all three.
    case incompleteOrigin
    /// Its wire cannot say what it is: it is larger, or nested deeper, than any message of this project.
    case unreadable
}

extension WireError: CustomStringConvertible {
    /// One line that says what is wrong with the message.
    public var description: String {
        switch self {
        case .tooLong(let count):
            "the body has \(count) bytes, more than \(AnnouncementBody.longest)"
        case .missingFields: "the body is not 'ip:hostname:up' or 'ip:hostname:down'"
        case .unknownKind: "the body ends in neither ':up' nor ':down'"
        case .invalidAddress: "the body does not begin with an IP address"
        case .unreachableAddress(let error): error.description
        case .invalidHostname(let error): "the hostname \(error)"
        case .invalidHeader(let header): "the header '\(header.rawValue)' \(header.requirement)"
        case .incompleteOrigin:
            "the headers 'instance', 'started' and 'sequence' go together, and one is missing"
        case .unreadable: "it is larger, or nested deeper, than any announcement"
        }
    }
}

extension WireError {
    /// The kind of refusal as a label for a counter: few values, none from outside.
    var cause: String {
        switch self {
        case .tooLong: "too-long"
        case .missingFields: "missing-fields"
        case .unknownKind: "unknown-kind"
        case .invalidAddress: "invalid-address"
        case .unreachableAddress: "unreachable-address"
        case .invalidHostname: "invalid-hostname"
        case .invalidHeader: "invalid-header"
        case .incompleteOrigin: "incomplete-origin"
        case .unreadable: "unreadable"
        }
    }
}
