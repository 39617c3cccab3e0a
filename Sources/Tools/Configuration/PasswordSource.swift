package import DockerNetworkProgram
internal import DockerNetworkSystem

/// The source of a broker's password.
package enum PasswordSource: Hashable, Sendable {
    /// A file; it is read again for each connection, so that a changed one is used at once.
    case file(String)
    /// The environment, a URL or the 2014 file.
    case value(Secret)

    /// The file that is read where nothing else is said.
    package static let `default` = Self.file("/etc/my-docker-network/password")

    /// A password and what is unwise about where it stands.
    package struct Reading: Hashable, Sendable {
        /// The password.
        package var password: Secret
        /// One line, where others than the owner can read the file.
        package var warning: String?
    }

    /// Gets the password.
    ///
    /// - Throws: `ToolError` (78) where the file is missing, unreadable, empty, or no single line
    ///   of UTF-8 of at most 1,024 bytes.
    package func read() throws(ToolError) -> Reading {
        switch self {
        case .value(let secret): Reading(password: secret)
        case .file(let path): try Self.read(path)
        }
    }

    private static func read(_ path: String) throws(ToolError) -> Reading {
        let location = "password file \(path)"
        let contents: SmallFile.Contents
        do {
            contents = try SmallFile.read(path, limit: 1_024)
        } catch .missing {
            throw .configuration(
                location,
                "no such file; write the broker's password there, or name another file with "
                    + "password-file or MY_DOCKER_NETWORK_PASSWORD_FILE")
        } catch {
            throw .configuration(
                location, "cannot be read: \(error.description); make it readable for this user")
        }
        let bytes = withoutLineEnd(contents.bytes)
        guard !bytes.isEmpty else {
            throw .configuration(location, "is empty; write the broker's password into it")
        }
        guard let text = String(validating: bytes, as: UTF8.self),
            !bytes.contains(where: { $0 == 0 || $0 == UInt8(ascii: "\n") })
        else {
            throw .configuration(location, "must hold one line of text, the password, and no more")
        }
        // Who is not the owner reads it by its group, as a container's user does: that is meant.
        let isForGroup = !contents.isOwn && contents.mode & 0o004 == 0
        return Reading(
            password: Secret(text), warning: isForGroup ? nil : warning(location, contents.mode))
    }

    /// The bytes without one line end, LF or CRLF; a blank before it may be part of a password.
    private static func withoutLineEnd(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        var rest = bytes[...]
        guard rest.last == UInt8(ascii: "\n") else { return rest }
        rest.removeLast()
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        return rest
    }

    /// One line if others than the owner can read a file, or nil.
    ///
    /// - Parameters:
    ///   - file: The file, as the line begins.
    ///   - mode: Its mode.
    /// - Returns: The line.
    static func warning(_ file: String, _ mode: UInt32) -> String? {
        guard mode & 0o044 != 0 else { return nil }
        return "\(file) has mode 0\(String(mode, radix: 8)): others can read it; chmod 600 it"
    }
}
