/// A contest: an instance came to an address where others hold names (rule 5).
struct Contest: Sendable {
    /// The number of the announcement.
    var number: UInt64
    /// The instant at which it was applied.
    var instant: Duration
    /// The instance that came.
    var newcomer: Seniority
    /// The start by which the newcomer was known at the address before; nil: it held nothing there.
    var formerStart: Int64?
    /// The user who sent it.
    var user: String?

    /// Whether it is about an entry that an instance last announced with this seniority.
    ///
    /// An entry that was announced after the newcomer came is not contested: that settles it. Nor
    /// is one that the newcomer had met before.
    func contests(_ claim: Claim, of instance: InstanceID) -> Bool {
        guard number > claim.number, newcomer.instance != instance else { return false }
        let holder = Seniority(started: claim.started, instance: instance)
        guard holder < newcomer else { return false }
        guard let formerStart else { return true }
        return Seniority(started: formerStart, instance: newcomer.instance) < holder
    }
}
