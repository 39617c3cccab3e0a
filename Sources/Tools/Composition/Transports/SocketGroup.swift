package import DockerNetworkProgram
internal import DockerNetworkSystem

/// A group, by its name in /etc/group or by its number.
///
/// The file is read as data (group(5)): other sources of groups could keep a start waiting for a
/// server, and a static program cannot ask them.
package enum SocketGroup: Hashable, Sendable {
    case name(String)
    case number(UInt32)

    /// Reads a name, or a number from 0 to 4294967294; nil where it is neither.
    package init?(_ text: String) {
        if let number = UInt32(text), number < .max, !text.hasPrefix("+") {
            self = .number(number)
            return
        }
        // As shadow's tools name groups; a colon or a newline would end the field.
        guard (1...32).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") })
        else { return nil }
        self = .name(text)
    }

    /// The group's number.
    ///
    /// - Throws: `ToolError` (78) where there is no such group, or /etc/group cannot be read.
    package func number(file: String = "/etc/group") throws(ToolError) -> UInt32 {
        switch self {
        case .number(let number): number
        case .name(let name): try Self.number(of: name, file)
        }
    }

    private static func number(of name: String, _ file: String) throws(ToolError) -> UInt32 {
        let contents: SmallFile.Contents
        do {
            contents = try SmallFile.read(file, limit: 1_048_576)
        } catch {
            throw .configuration(
                "socket-group", "\(file) cannot be read: \(error.description); give a number")
        }
        for line in contents.bytes.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard fields.count >= 3, fields[0].elementsEqual(name.utf8) else { continue }
            guard let number = UInt32(String(decoding: fields[2], as: UTF8.self)) else { continue }
            return number
        }
        throw .configuration(
            "socket-group", "there is no group \(Printable.quoted(name)) in \(file); make it")
    }
}
