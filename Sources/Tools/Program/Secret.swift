/// A password; it never shows in a description, a dump or a log.
package struct Secret: Hashable, Sendable {
    private let text: String

    /// Wraps a password.
    package init(_ text: String) {
        self.text = text
    }

    /// The password itself, for the one call that hands it to a broker.
    package func reveal() -> String {
        text
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A text that is the same for every password.
    package var description: String { "(secret)" }

    /// A text that is the same for every password.
    package var debugDescription: String { description }

    /// An empty mirror: `dump` and the default description of an enclosing value find no child.
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
