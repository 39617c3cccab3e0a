/// The registry's knowledge of an entry beside its hosts-file line.
struct Claim: Sendable {
    /// The highest sequence seen, renewals included.
    var sequence: Int64 = 0
    /// The lease as last asked for.
    var lease: Lease?
    /// The transport whose clock the lease runs on; nil: adopted, and not renewed since.
    var transport: TransportID?
    /// The user who last announced an entry that nobody holds; an instance's owner is kept with
    /// the instance.
    var user: String?
    /// The largest start of the holder that was known when it last announced this entry.
    var started: Int64 = 0
    /// The number of the announcement, of all that the registry applied, that last renewed it.
    var number: UInt64
    /// The instant from which the lease counts: the last renewal, or the end of a gap in hearing.
    var since: Duration
    /// Since when the holder has it; the registry fills it in.
    var heldSince: Duration = .zero

    /// Returns the instant at which the registry must look at the entry; nil without a lease.
    ///
    /// That is the end of its lease, or where an instance holds it when a contest may end it (rule 5).
    func due(isHeld: Bool) -> Duration? {
        lease.map { since + (isHeld ? $0.contestedDuration : $0.duration) }
    }
}
