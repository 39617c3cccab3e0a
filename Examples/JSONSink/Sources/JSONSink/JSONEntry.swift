import DockerNetwork

/// One entry as it stands in the file; what nobody holds has no more than its first two fields.
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
        instance = entry.holder?.origin.instance.description
        started = entry.holder?.origin.started
        sequence = entry.holder?.origin.sequence
        lease = entry.holder?.lease?.seconds
    }

    /// The entry; whoever wrote the file, each of its parts is checked.
    func entry(in domain: Domain) throws -> Entry {
        guard let address = IPAddress(address) else { throw ForeignEntry() }
        let registration = try Registration(
            hostname: Hostname(hostname, in: domain), address: address)
        return Entry(registration, holder: try holder())
    }

    private func holder() throws -> Holder? {
        guard let instance else { return nil }
        guard let instance = InstanceID(instance), let started, started >= 0,
            let sequence, sequence >= 1
        else { throw ForeignEntry() }
        let origin = Origin(instance: instance, started: started, sequence: sequence)
        guard let lease else { return Holder(origin: origin, lease: nil) }
        guard let lease = Lease(seconds: lease) else { throw ForeignEntry() }
        return Holder(origin: origin, lease: lease)
    }
}
