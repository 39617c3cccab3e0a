/// Why a sink could not read or write its place.
public struct SinkError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line: what, where and what to do.
    public var message: String
    /// The registration it is about, if it is about a single one: who announced that may be told.
    public var registration: Registration?

    /// Wraps the message.
    public init(_ message: String, about registration: Registration? = nil) {
        self.message = message
        self.registration = registration
    }

    /// The message.
    public var description: String { message }
}
