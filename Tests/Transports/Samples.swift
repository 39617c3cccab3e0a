import DockerNetwork
import Testing

extension Publication {
    /// An `up` of one instance, numbered.
    static func sample(
        _ number: Int, messageID: String? = nil, wantsReceipt: Bool = false
    ) throws -> Publication {
        let address = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0001 + UInt32(number)))
        let registration = try Registration(
            hostname: Hostname("web-\(number)", in: .docker), address: address)
        let origin = Origin(
            instance: InstanceID(rawValue: 4711), started: 1_700_000_000_000,
            sequence: Int64(number))
        let announcement = Announcement(
            .up, registration, origin: origin, lease: Lease(seconds: 60))
        return Publication(
            announcement, messageID: messageID ?? "m-\(number)", sentAt: 1_700_000_000_000,
            wantsReceipt: wantsReceipt)
    }
}

extension SubscriptionOptions {
    /// The host `one`.
    static let one = SubscriptionOptions(hostName: "one", domain: .docker)
}

/// What `work` throws, or nil where it throws nothing.
func failure(_ work: () async throws -> Void) async -> TransportError? {
    do {
        try await work()
        return nil
    } catch let error as TransportError {
        return error
    } catch {
        Issue.record("an error of another type: \(error)")
        return nil
    }
}
