/// One registration of the table and who holds it: all that a hosts-file line says.
public struct Entry: Hashable, Sendable {
    /// The name and its address.
    public var registration: Registration
    /// Who holds it; nil where nobody does, as with a message of 2014.
    public var holder: Holder?

    /// Joins the two.
    public init(_ registration: Registration, holder: Holder? = nil) {
        self.registration = registration
        self.holder = holder
    }
}
