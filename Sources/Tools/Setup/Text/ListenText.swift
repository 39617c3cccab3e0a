internal import DockerNetworkConfiguration
internal import DockerNetworkProgram

/// The text of a TOML file whose name server gets one place more to listen at.
enum ListenText {
    /// Adds places to the key `listen` of a sink; every other byte stays.
    ///
    /// - Parameters:
    ///   - places: The places to add, as the key has them.
    ///   - sink: The sink's position among `[[sinks]]`.
    ///   - current: All places where it listens now, for a file without the key.
    ///   - text: The file.
    /// - Returns: The new text; nil if the sink cannot be found in it.
    static func adding(
        _ places: [String], toSink sink: Int, listeningAt current: [String], in text: [UInt8]
    ) -> [UInt8]? {
        let path = SettingPath().appending("sinks").appending(index: sink)
        guard let file = try? SettingsFile(path: "", bytes: text) else { return nil }
        var bytes = text
        if let line = file.line(of: path.appending("listen")),
            let start = offset(ofLine: line, in: text), isKey("listen", at: start, in: text),
            let bracket = text[start...].firstIndex(of: UInt8(ascii: "["))
        {
            let isEmpty = text[(bracket + 1)...].first { $0 > 0x20 } == UInt8(ascii: "]")
            let added = places.map(JSONText.string).joined(separator: ", ")
            bytes.insert(contentsOf: "\(added)\(isEmpty ? "" : ", ")".utf8, at: bracket + 1)
            return bytes
        }
        guard let line = file.line(of: path.appending("kind")),
            let start = offset(ofLine: line, in: text), isKey("kind", at: start, in: text)
        else { return nil }
        let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
        let all = (places + current).map(JSONText.string).joined(separator: ", ")
        bytes.insert(contentsOf: "\nlisten = [\(all)]".utf8, at: end)
        return bytes
    }

    private static func isKey(_ key: String, at start: Int, in text: [UInt8]) -> Bool {
        let rest = text[start...].drop { $0 == 0x20 || $0 == 0x09 }
        guard rest.starts(with: key.utf8) else { return false }
        return rest.dropFirst(key.utf8.count).first { $0 != 0x20 && $0 != 0x09 }
            == UInt8(ascii: "=")
    }

    private static func offset(ofLine line: Int, in text: [UInt8]) -> Int? {
        var offset = 0
        for _ in 1..<line {
            guard let end = text[offset...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            offset = end + 1
        }
        return offset
    }
}
