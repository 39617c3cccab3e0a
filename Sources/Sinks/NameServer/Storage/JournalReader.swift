import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads the lines of a file of any content, piece by piece.
enum JournalReader {
    /// The number of bytes that are read or written at once.
    static let pieceSize = 1 << 18
    /// Twice what 1,000,000 of the longest lines take.
    private static let largestFile: Int64 = 1 << 30

    /// Reads every line.
    ///
    /// - Parameters:
    ///   - file: The file, from its current position.
    ///   - take: Gets each line without its newline, and tells whether it is a good one.
    /// - Returns: Whether all lines are good, and the last one ends in a newline.
    /// - Throws: `SystemCallFailure` if it cannot be read, `EFBIG` if it is too large.
    static func read(
        _ file: borrowing FileDescriptor, _ take: (ArraySlice<UInt8>) -> Bool
    ) throws(SystemCallFailure) -> Bool {
        guard try file.status().size <= largestFile else { throw SystemCallFailure(code: EFBIG) }
        var isWhole = true
        /// The bytes that were read and belong to no whole line yet.
        var pending: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: pieceSize)
        let number = file.number
        while true {
            let count = try FileDescriptor.retrying {
                #if canImport(Glibc)
                    Glibc.read(number, &piece, piece.count)
                #else
                    Musl.read(number, &piece, piece.count)
                #endif
            }
            guard count > 0 else { return isWhole && pending.isEmpty }
            pending.append(contentsOf: piece[..<count])
            var start = 0
            while let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
                if !take(pending[start..<end]) { isWhole = false }
                start = end + 1
            }
            pending.removeSubrange(..<start)
            // What is longer than any line is dropped as it comes; its end is no good line either.
            guard pending.count > JournalLine.longest else { continue }
            isWhole = false
            pending.removeFirst(pending.count - JournalLine.longest)
        }
    }
}
