internal import DockerNetwork

/// The little of JSON (RFC 8259) that `list --json` prints.
package enum JSONText {
    /// A string in its quotes, escaped as section 7 asks, and whatever else does not show as itself.
    package static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.isPrintable: result.unicodeScalars.append(scalar)
            default:
                // In UTF-16, as JSON has it.
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return result + "\""
    }

    /// An object of members in the order given; the values are JSON already.
    package static func object(_ members: [(name: String, value: String)]) -> String {
        let parts = members.map { "\(string($0.name)): \($0.value)" }
        return "{" + parts.joined(separator: ", ") + "}"
    }

    /// An array with one element a line; the elements are JSON already.
    package static func array(_ elements: [String]) -> String {
        guard !elements.isEmpty else { return "[]" }
        return "[\n  " + elements.joined(separator: ",\n  ") + "\n]"
    }
}
