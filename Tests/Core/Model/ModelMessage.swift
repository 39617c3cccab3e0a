import DockerNetwork

/// A message as a transport hands it to the registry.
struct ModelMessage: Hashable, Sendable {
    var announcement: Announcement
    var messageID: String?
    var transport: Int
    /// The user that the transport vouches for.
    var user: String?
}

extension ModelMessage: CustomStringConvertible {
    var description: String {
        let lease = announcement.lease.map { " lease \($0)" } ?? ""
        let sender =
            announcement.origin?.modelText ?? "nobody, id \(messageID ?? "none")"
        let user = user.map { " of \($0)" } ?? ""
        return "\(announcement.kind) \(announcement.registration)\(lease) from \(sender) "
            + "over \(transport)\(user)"
    }
}
