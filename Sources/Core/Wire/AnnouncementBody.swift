/// The body of an announcement, as it has been since 2014: `ip:hostname:up` or `ip:hostname:down`
/// in ASCII.
///
/// An IPv6 address stands without brackets, so the last two fields are taken from the right.
public enum AnnouncementBody {
    /// No valid body is longer than this many bytes; what is longer is refused unread.
    public static let longest = 512

    /// Prints the body of an announcement.
    public static func bytes(of announcement: Announcement) -> [UInt8] {
        let registration = announcement.registration
        let kind = announcement.kind.rawValue
        return Array("\(registration.address):\(registration.hostname):\(kind)".utf8)
    }

    /// Reads what a body announces.
    ///
    /// - Parameters:
    ///   - bytes: The whole body.
    ///   - domain: The domain hostnames are relative to.
    /// - Returns: Whether it begins or ends, and what.
    /// - Throws: `WireError` that names the part that is wrong.
    public static func parse(
        _ bytes: [UInt8], in domain: Domain
    ) throws(WireError) -> (kind: Announcement.Kind, registration: Registration) {
        guard bytes.count <= longest else { throw .tooLong(bytes.count) }
        guard let kindColon = bytes.lastIndex(of: UInt8(ascii: ":")),
            let nameColon = bytes[..<kindColon].lastIndex(of: UInt8(ascii: ":"))
        else { throw .missingFields }
        let kindText = String(decoding: bytes[(kindColon + 1)...], as: UTF8.self)
        guard let kind = Announcement.Kind(rawValue: kindText) else { throw .unknownKind }
        guard let address = IPAddress(utf8: bytes[..<nameColon]) else { throw .invalidAddress }
        let hostname: Hostname
        do {
            hostname = try Hostname(utf8: bytes[(nameColon + 1)..<kindColon], in: domain)
        } catch {
            throw .invalidHostname(error)
        }
        do {
            return (kind, try Registration(hostname: hostname, address: address))
        } catch {
            throw .unreachableAddress(error)
        }
    }
}
