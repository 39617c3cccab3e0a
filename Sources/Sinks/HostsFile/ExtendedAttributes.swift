internal import CDockerNetworkSystem
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The extended attributes of a file (xattr(7)), its access control list among them (acl(5)).
enum ExtendedAttributes {
    private static let accessList = "system.posix_acl_access"
    /// The attribute that lets a program run with rights of root's (capabilities(7)): a hosts file
    /// has no use for it, and who may write to a directory can give such a program any name there.
    private static let capabilities = "security.capability"

    /// Gives an open file those of another one.
    ///
    /// What only the kernel or a security module may set stays as it made it for the new file.
    ///
    /// - Throws: `SystemCallFailure` where one that a user may set cannot be set.
    static func copy(
        from old: borrowing FileDescriptor, to file: borrowing FileDescriptor
    ) throws(SystemCallFailure) {
        let names = try names(of: old.path)
        if !names.contains(accessList) { try removeAccessList(of: file) }
        for name in names where name != capabilities {
            guard let value = try value(of: name, at: old.path) else { continue }
            guard my_docker_network_set_attribute(file.number, name, value, value.count) != 0 else {
                continue
            }
            let code = errno
            guard name.hasPrefix("user.") || name.hasPrefix("system."), code != ENOTSUP else {
                continue
            }
            throw SystemCallFailure(code: code)
        }
    }

    /// Whether a file has any.
    static func areThere(of file: borrowing FileDescriptor) -> Bool {
        my_docker_network_list_attributes(file.path, nil, 0) > 0
    }

    /// A directory's default list makes one for every new file in it, also where the old file had
    /// none: the users it names could then read what nobody let them read.
    private static func removeAccessList(
        of file: borrowing FileDescriptor
    ) throws(SystemCallFailure) {
        guard my_docker_network_remove_attribute(file.number, accessList) != 0,
            ![ENODATA, ENOTSUP].contains(errno)
        else { return }
        throw .last
    }

    private static func names(of path: String) throws(SystemCallFailure) -> [String] {
        let size = my_docker_network_list_attributes(path, nil, 0)
        // A file system without any says ENOTSUP.
        guard size > 0 else { return [] }
        var bytes = [CChar](repeating: 0, count: size + 1_024)
        let count = my_docker_network_list_attributes(path, &bytes, bytes.count)
        guard count >= 0 else { throw .last }
        return bytes[..<count].split(separator: 0).map { name in
            String(decoding: name.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }

    private static func value(
        of name: String, at path: String
    ) throws(SystemCallFailure) -> [UInt8]? {
        // As large as an attribute can be (XATTR_SIZE_MAX).
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = my_docker_network_get_attribute(path, name, &bytes, bytes.count)
        guard count >= 0 else { return nil }
        return Array(bytes[..<count])
    }
}
