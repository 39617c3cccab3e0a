package import DockerNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Lists and makes directories.
package enum DirectoryListing {
    /// The names in a directory in no order, those that are no UTF-8 left out; nil: there is no
    /// such directory.
    ///
    /// - Throws: `SinkError` where it cannot be read.
    package static func names(in path: String) throws(SinkError) -> [String]? {
        guard let directory = opendir(path) else {
            let failure = SystemCallFailure.last
            if failure.code == ENOENT { return nil }
            throw failure.error(cannot: "list", path)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else { break }
            if let name = name(of: entry) { names.append(name) }
        }
        guard errno == 0 else { throw SystemCallFailure.last.error(cannot: "list", path) }
        return names
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String? {
        // The name is read in place: an entry may be shorter than the declared struct.
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
        let start = UnsafeRawPointer(entry).advanced(by: offset)
        return String(validatingCString: start.assumingMemoryBound(to: CChar.self))
    }

    /// Makes a directory (0755 whatever the umask) and those above it, where they do not exist.
    ///
    /// - Throws: `SinkError` where it cannot, or something else is there.
    package static func create(_ path: String) throws(SinkError) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw SystemCallFailure(code: EEXIST).error(cannot: "make the directory", path)
            }
            return
        }
        let above = FilePath.directory(of: path)
        if above != path { try create(above) }
        if mkdir(path, 0o755) != 0, errno != EEXIST {
            throw SystemCallFailure.last.error(cannot: "make the directory", path)
        }
        // dnsmasq reads as nobody, and a strict umask would shut it out.
        guard chmod(path, 0o755) == 0 else {
            throw SystemCallFailure.last.error(cannot: "set the mode of", path)
        }
    }
}
