/// A header's value as far as announcements use types; AMQP's integers of every width are one.
public enum WireValue: Hashable, Sendable {
    /// A signed integer.
    case integer(Int64)
    /// A string.
    case text(String)
    /// A value of any other type, or an integer that does not fit.
    case other
}
