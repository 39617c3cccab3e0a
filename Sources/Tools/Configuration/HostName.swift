package import DockerNetworkProgram
internal import DockerNetworkSystem

/// The name that tells several host services on one broker apart; it is part of a queue's name.
package struct HostName: Hashable, Sendable {
    /// 1 to 100 letters, digits, dots, hyphens and underscores.
    package let text: String

    /// The form that a text must have, as the end of a sentence.
    package static let form =
        "1 to 100 letters, digits, dots, hyphens and underscores, such as \"gate-1\""

    /// Reads a name, or returns nil where the text is none.
    package init?(_ text: String) {
        guard (1...100).contains(text.utf8.count) else { return nil }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                continue
            default: return nil
            }
        }
        self.text = text
    }

    /// The machine's name.
    ///
    /// - Throws: `ToolError` (78) where it cannot be part of a queue's name.
    package static func ofMachine() throws(ToolError) -> Self {
        let name = MachineName.current()
        guard let hostName = Self(name) else {
            throw .configuration(
                "host-name",
                "the machine's name \(Printable.quoted(name)) cannot be used; set host-name to "
                    + form)
        }
        return hostName
    }
}

extension HostName: CustomStringConvertible {
    /// The name.
    package var description: String { text }
}
