internal import DockerNetworkSystem

/// A pid file that this process holds: closing it ends the lock, so it stays open.
package final class HeldPidFile: Sendable {
    private let file: FileDescriptor
    private let name: String
    private let directory: Directory
    private let status: FileStatus

    init(
        _ file: consuming FileDescriptor, name: String, in directory: Directory,
        _ status: FileStatus
    ) {
        self.file = file
        self.name = name
        self.directory = directory
        self.status = status
    }

    /// Removes the file, unless another one is in its place.
    package func release() {
        try? directory.remove(name, ifSameAs: status)
    }
}
