internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The owner of a directory, whose rights root takes to work in it.
///
/// Only the calling thread changes, and only for the time of one call (credentials(7), setfsuid(2)):
/// the kernel then lets it do what that user may do there, and no more.
struct FileOwner: Hashable, Sendable {
    let user: UInt32
    let group: UInt32

    /// The user that the kernel shows for one that this namespace does not have
    /// (user_namespaces(7)).
    private static let unmapped: UInt32 = 65_534

    /// The owner to work as; nil: this process's own rights are not those of root, or the
    /// directory is root's.
    init?(of status: FileStatus) {
        guard geteuid() == 0, status.user != 0 else { return nil }
        user = status.user
        group = status.group
    }

    /// Makes a system call as that user.
    ///
    /// - Parameters:
    ///   - mayStay: Whether it is made as root where this process may not become another user.
    ///   - call: The call.
    /// - Returns: Its result.
    /// - Throws: `SystemCallFailure` where it fails, or this process may not become that user.
    func perform(mayStay: Bool, _ call: () -> Int32) throws(SystemCallFailure) -> Int32 {
        let groups = Self.groups
        defer { Self.restore(groups) }
        // Of a user that does not exist here root has no rights of its own either.
        guard become(without: groups) || mayStay || user == Self.unmapped else {
            throw SystemCallFailure(code: EPERM)
        }
        return try FileDescriptor.retrying(call)
    }

    private func become(without groups: [gid_t]) -> Bool {
        guard groups.isEmpty || my_docker_network_set_thread_groups(0, nil) == 0 else {
            return false
        }
        // The user last, with which the right to change goes.
        return my_docker_network_set_file_group(group) == group
            && my_docker_network_set_file_user(user) == user
    }

    private static var groups: [gid_t] {
        var groups = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
        let count = getgroups(Int32(groups.count), &groups)
        return Array(groups.prefix(Int(max(0, count))))
    }

    /// A thread that stays somebody else would do the next work with the wrong rights.
    private static func restore(_ groups: [gid_t]) {
        let code = errno
        let user = my_docker_network_set_file_user(geteuid())
        let group = my_docker_network_set_file_group(getegid())
        precondition(user == geteuid() && group == getegid(), "cannot become root again")
        if self.groups != groups {
            precondition(
                my_docker_network_set_thread_groups(groups.count, groups) == 0,
                "cannot take the groups again")
        }
        errno = code
    }
}
