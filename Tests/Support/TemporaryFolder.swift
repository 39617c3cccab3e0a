import Foundation

/// A folder of one test that anyone may read, removed with this object.
public final class TemporaryFolder: Sendable {
    /// Its path.
    public let path: String

    /// Creates an empty folder.
    ///
    /// - Throws: Where it cannot be made.
    public init() throws {
        path = NSTemporaryDirectory() + "my-docker-network-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in it.
    public func callAsFunction(_ name: String) -> String {
        "\(path)/\(name)"
    }

    /// Writes a file and returns its path.
    @discardableResult
    public func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: self(name)))
        return self(name)
    }

    /// Writes a file of a mode and returns its path.
    public func write(_ name: String, _ text: String, mode: Int = 0o600) throws -> String {
        try write(text.utf8, to: name)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: self(name))
        return self(name)
    }

    /// The content of a file.
    public func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: self(name))))
    }

    /// The names in it, or in a folder in it, sorted.
    public func names(in directory: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: self(directory)).sorted()
    }
}
