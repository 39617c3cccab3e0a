internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Tells when names in a directory come and go, and when the directory itself goes (inotify(7)).
package final class DirectoryWatch: Sendable {
    /// The descriptor, which is readable after a change.
    package let number: Int32

    /// Watches a directory.
    ///
    /// - Parameters:
    ///   - directory: The directory.
    ///   - contents: Whether it also tells when something was written to a file.
    /// - Throws: `SystemCallFailure` where the kernel takes no more watches, or the directory may not
    ///   be read.
    package init(
        _ directory: Directory, contents: Bool = false
    ) throws(SystemCallFailure) {
        number = try FileDescriptor.retrying {
            my_docker_network_watch_directory(directory.number, contents ? 1 : 0)
        }
    }

    deinit {
        close(number)
    }

    /// Whether something happened to a name, or to the directory itself, since it was last asked.
    package func hasSeen(_ name: String) -> Bool {
        var buffer = [CChar](repeating: 0, count: 4_096)
        var hasSeen = false
        while true {
            let size = read(number, &buffer, buffer.count)
            guard size > 0 else {
                if size < 0, errno == EINTR { continue }
                return hasSeen
            }
            // Without a name: the directory's own, or some were lost.
            hasSeen = hasSeen || Self.names(in: buffer, size).contains { $0.isEmpty || $0 == name }
        }
    }

    private static func names(in buffer: [CChar], _ size: Int) -> [String] {
        buffer.withUnsafeBufferPointer { events in
            var names: [String] = []
            var offset = 0
            while offset < size {
                var text: UnsafePointer<CChar>?
                offset = my_docker_network_read_event(events.baseAddress, offset, &text)
                names.append(text.map { String(cString: $0) } ?? "")
            }
            return names
        }
    }
}
