import DockerNetwork

/// One entry as it stands in the file; what nobody holds has neither instance nor its numbers.
struct JSONEntry: Codable {
    /// A file that this sink did not write.
    struct ForeignEntry: Error {}

    private var hostname: String
    private var address: String
    private var instance: String?
    private var started: Int64?
    private var sequence: Int64?
    private var lease: Int64?

    init(_ entry: Entry) {
        hostname = entry.registration.hostname.name
        address = entry.registration.address.description
        instance = entry.holder?.instance.description
        started = entry.holder?.started
        sequence = entry.holder?.sequence
        lease = entry.lease?.seconds
    }

    /// The entry; whoever wrote the file, each of its parts is checked.
    func entry(in domain: Domain) throws -> Entry {
        guard let address = IPAddress(address) else { throw ForeignEntry() }
        let registration = try Registration(
            hostname: Hostname(hostname, in: domain), address: address)
        return Entry(registration, holder: try holder(), lease: try lease.map(Self.lease))
    }

    private func holder() throws -> Origin? {
        guard let instance else { return nil }
        guard let instance = InstanceID(instance), let started, started >= 0,
            let sequence, sequence >= 1
        else { throw ForeignEntry() }
        return Origin(instance: instance, started: started, sequence: sequence)
    }

    private static func lease(_ seconds: Int64) throws -> Lease {
        guard let lease = Lease(seconds: seconds) else { throw ForeignEntry() }
        return lease
    }
}
