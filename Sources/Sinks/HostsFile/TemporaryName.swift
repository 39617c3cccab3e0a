package import DockerNetwork
package import DockerNetworkSystem
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The names of our temporary files: `.my-docker-network-PID-RUN-NUMBER`.
///
/// They begin with a dot, so that dnsmasq passes over them. The process and a random number of
/// its run tell what a killed predecessor left from what another writer is working on.
package enum TemporaryName {
    private static let prefix = ".my-docker-network-"
    /// Told apart from an earlier process with the same id: in a container that is always 1.
    private static let run = UInt64.random(in: .min ... .max)
    private static let counter = Atomic<UInt64>(0)

    /// A name that no other writer uses.
    package static func next() -> String {
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        return "\(prefix)\(getpid())-\(String(run, radix: 16))-\(number)"
    }

    /// Removes from a directory what killed predecessors left; a file that cannot be removed
    /// stays, since it hurts nobody.
    ///
    /// - Parameters:
    ///   - directory: The directory.
    ///   - path: Its path, for the error.
    /// - Throws: `SinkError` where the directory cannot be listed.
    package static func removeLeftovers(
        in directory: Directory, at path: String
    ) throws(SinkError) {
        do throws(SystemCallFailure) {
            for name in try directory.names(where: isLeftover) { try? directory.remove(name) }
        } catch {
            throw error.error(cannot: "list", path)
        }
    }

    /// Removes what killed predecessors left beside a file.
    ///
    /// - Throws: `SinkError` where its directory cannot be listed, or a link to it leads nowhere.
    package static func removeLeftovers(beside path: String) throws(SinkError) {
        let place: (directory: Directory, name: String)
        do throws(SystemCallFailure) {
            place = try PathWalk.file(path)
        } catch {
            throw error.error(cannot: "find", path)
        }
        try removeLeftovers(in: place.directory, at: path)
    }

    private static func isLeftover(_ name: String) -> Bool {
        guard name.hasPrefix(prefix) else { return false }
        let parts = name.dropFirst(prefix.count).split(
            separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let process = pid_t(parts[0]), process > 0,
            let writer = UInt64(parts[1], radix: 16), UInt64(parts[2]) != nil
        else { return false }
        if process == getpid() { return writer != run }
        return kill(process, 0) != 0 && errno == ESRCH
    }
}
