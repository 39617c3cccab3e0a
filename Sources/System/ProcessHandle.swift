internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A process by what the kernel knows it by, not by a number that another one may get (pidfd_open(2)).
///
/// What is read of it in /proc before the signal is read of this very process, unless it has ended:
/// then nobody gets the signal. A kernel without such descriptors (before 5.3) is given the number.
package final class ProcessHandle: Sendable {
    /// The process's number.
    package let process: Int32
    /// -1: the kernel has no such descriptors.
    private let descriptor: Int32

    /// Takes hold of a process; nil: there is none of that number.
    ///
    /// - Throws: `SystemCallFailure` where no file descriptor is left.
    package init?(_ process: Int32) throws(SystemCallFailure) {
        guard process > 0 else { return nil }
        self.process = process
        do throws(SystemCallFailure) {
            descriptor = try FileDescriptor.retrying { my_docker_network_open_process(process) }
        } catch {
            switch error.code {
            // EINVAL: the number of a thread, which is no process.
            case ESRCH, EINVAL: return nil
            // A container's seccomp filter may say EPERM of a call that it does not know.
            case ENOSYS, EPERM: descriptor = -1
            default: throw error
            }
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The name of its program, at most 15 bytes (proc(5), comm); nil: it has ended.
    package var name: String? {
        guard let text = read("comm") else { return nil }
        return String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// The user it runs as (proc(5), status: the effective user); nil: it has ended, or is out of sight.
    package var user: UInt32? {
        guard let text = read("status") else { return nil }
        let lines = text.split(separator: UInt8(ascii: "\n"))
        guard let line = lines.first(where: { $0.starts(with: "Uid:".utf8) }) else { return nil }
        let words = line.split { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
        return words.count > 2 ? UInt32(String(decoding: words[2], as: UTF8.self)) : nil
    }

    /// Sends it a signal.
    ///
    /// - Returns: Whether it was there yet.
    /// - Throws: `SystemCallFailure` where this user may not.
    @discardableResult
    package func signal(_ number: Int32) throws(SystemCallFailure) -> Bool {
        do throws(SystemCallFailure) {
            _ = try FileDescriptor.retrying {
                descriptor < 0
                    ? kill(process, number)
                    : my_docker_network_signal_process(descriptor, number)
            }
            return true
        } catch {
            guard error.code == ESRCH else { throw error }
            return false
        }
    }

    private func read(_ file: String) -> [UInt8]? {
        guard let opened = try? FileDescriptor("/proc/\(process)/\(file)", O_RDONLY) else {
            return nil
        }
        return try? opened.readAll(limit: 65_536)
    }
}
