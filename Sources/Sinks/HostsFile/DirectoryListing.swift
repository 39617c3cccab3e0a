package import DockerNetwork
package import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Opens, lists and makes directories.
package enum DirectoryListing {
    /// Opens a directory; nil: there is none.
    ///
    /// - Throws: `SinkError` where it cannot be opened.
    package static func open(_ path: String) throws(SinkError) -> Directory? {
        do throws(SystemCallFailure) {
            return try Directory(path)
        } catch {
            if error.code == ENOENT { return nil }
            throw error.error(cannot: "open the directory", path)
        }
    }

    /// Makes a directory (0755 whatever the umask: dnsmasq reads as nobody) and those above it, where
    /// they do not exist, and opens it.
    ///
    /// - Throws: `SinkError` where it cannot, or something else is there.
    @discardableResult
    package static func create(_ path: String) throws(SinkError) -> Directory {
        do throws(SystemCallFailure) {
            return try Directory(path, creating: .all)
        } catch {
            throw error.error(cannot: "make the directory", path)
        }
    }

    /// The names in a directory that a filter lets through, in no order.
    ///
    /// - Throws: `SinkError` where it cannot be read.
    package static func names(
        in directory: Directory, at path: String, where isWanted: (String) -> Bool
    ) throws(SinkError) -> [String] {
        do throws(SystemCallFailure) {
            return try directory.names(where: isWanted)
        } catch {
            throw error.error(cannot: "list", path)
        }
    }
}
