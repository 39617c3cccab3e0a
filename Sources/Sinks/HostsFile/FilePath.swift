/// What a path's text says.
enum FilePath {
    /// The directory that a path lies in: `/etc` of `/etc/hosts`, `.` of `hosts`.
    static func directory(of path: String) -> String {
        var bytes = Array(path.utf8)
        let slash = UInt8(ascii: "/")
        while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
        guard let last = bytes.lastIndex(of: slash) else { return "." }
        bytes.removeSubrange(max(last, 1)...)
        while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
