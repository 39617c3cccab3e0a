/// Why a sink could not read or write its place.
public struct SinkError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line: what, where and what to do.
    public var message: String

    /// Wraps the message.
    public init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
