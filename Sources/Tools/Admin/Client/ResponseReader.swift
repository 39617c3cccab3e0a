internal import DockerNetworkConfiguration
internal import DockerNetworkProgram

/// Reads the answer of an admin server, whose connection ends with it.
struct ResponseReader {
    private static let headEnd: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
    /// No head of an admin server is as long.
    private static let longestHead = 16_384
    /// A million names fit.
    private static let longestBody = 1 << 30

    private let place: AdminSettings.Place
    private var bytes: [UInt8] = []
    /// Whether the head is not complete.
    private(set) var isHead = true
    /// The status; 0 while it is not known.
    private(set) var status = 0

    /// Reads an answer from a place.
    init(from place: AdminSettings.Place) {
        self.place = place
    }

    /// Adds what came.
    mutating func add(_ piece: ArraySlice<UInt8>) {
        guard bytes.count < (isHead ? Self.longestHead : Self.longestBody) else { return }
        bytes += piece
        guard isHead, let end = bytes.firstRange(of: Self.headEnd) else { return }
        let line = String(decoding: bytes.prefix(64), as: UTF8.self)
        if line.hasPrefix("HTTP/1.1 ") { status = Int(line.dropFirst(9).prefix(3)) ?? 0 }
        bytes.removeFirst(end.upperBound)
        isHead = false
    }

    /// Takes the part of the body that has come.
    mutating func takePiece() -> ArraySlice<UInt8> {
        defer { bytes = [] }
        return bytes[...]
    }

    /// The part of the body that has come and was not taken.
    var body: String { String(decoding: bytes, as: UTF8.self) }

    /// The body of an answer that is complete.
    ///
    /// - Throws: `ToolError` if it is none, or says that something is wrong.
    func page() throws(ToolError) -> String {
        let body = body
        guard !isHead, status == 200 else {
            let words = body.split(separator: "\n").first.map(String.init)
            throw ToolError(
                .unavailable,
                "\(place) answers \(status == 0 ? "nothing that can be read" : "\(status)")"
                    + (words.map { ": \(PlainLine.text($0, width: 200))" } ?? ""))
        }
        return body
    }
}
