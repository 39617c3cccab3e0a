internal import CDockerNetworkSystem
internal import DockerNetwork
internal import DockerNetworkNameServer
internal import DockerNetworkProgram
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A container that runs on this machine, as its engine's own tool tells of it.
struct RunningContainer: Hashable, Sendable {
    /// Its name.
    let name: String
    /// Its first process.
    let process: Int32
    /// The engine's tool: `docker` or `podman`.
    let engine: String

    private static let engines = ["docker", "podman"]
    private static let format = "{{.State.Pid}} {{.Name}}"
    private static let largestFile = 65_536

    /// The running containers of all engines.
    ///
    /// It blocks the calling thread.
    ///
    /// - Parameters:
    ///   - limit: How many at most of each.
    ///   - patience: How long a tool may take.
    /// - Returns: Those that this user can see.
    static func all(limit: Int, within patience: Duration) -> [Self] {
        engines.flatMap { engine -> [Self] in
            let list = ProgramOutput.of([engine, "ps", "--quiet"], within: patience)
            guard list.isSuccess else { return [] }
            let identifiers = list.text.split(separator: "\n").prefix(limit).map(String.init)
            return inspect(identifiers.filter(isName), with: engine, within: patience)
        }
    }

    /// The running container of a name or an identifier; nil if no engine has one.
    static func named(_ name: String, within patience: Duration) -> Self? {
        guard isName(name) else { return nil }
        return engines.lazy.flatMap { inspect([name], with: $0, within: patience) }.first
    }

    /// Tells whether a text is certainly no option of the engine's tool.
    private static func isName(_ text: String) -> Bool {
        text.utf8.first.map { $0 != UInt8(ascii: "-") } == true
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
                    || "_.-".unicodeScalars.contains($0)
            }
    }

    private static func inspect(
        _ names: [String], with engine: String, within patience: Duration
    ) -> [Self] {
        guard !names.isEmpty else { return [] }
        let words = [engine, "inspect", "--type", "container", "--format", format] + names
        let lines = ProgramOutput.of(words, within: patience).text.split(separator: "\n")
        return lines.compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let process = Int32(parts[0]), process > 0 else { return nil }
            let name = parts[1].hasPrefix("/") ? parts[1].dropFirst() : parts[1]
            return Self(name: String(name), process: process, engine: engine)
        }
    }

    /// The servers that its resolver asks, in order; empty if its file cannot be read.
    ///
    /// What a container has put in that file's place is not followed.
    func servers() -> [SocketName] {
        guard let directory = try? Directory("/proc/\(process)/root/etc", worksAsOwner: false),
            let file = try? directory.open("resolv.conf", O_RDONLY),
            let bytes = try? file.readAll(limit: Self.largestFile)
        else { return [] }
        // A link's name means another link here than in the container.
        return MachineResolver.servers(in: bytes).filter { $0.scope == 0 }.compactMap {
            SocketName(address: $0.address.networkOrder, port: 53)
        }
    }

    /// Asks one server by UDP for the IPv4 addresses of a name, from within its network.
    func ask(_ server: SocketName, _ name: String) async -> NameLookup.Answer {
        let path = "/proc/\(process)/ns/net"
        return await NameQuestion.onThread {
            do throws(SystemCallFailure) {
                let network = try FileDescriptor(path, O_RDONLY).release()
                defer { close(network) }
                // This thread ends with the question, and nothing else runs on it.
                _ = try FileDescriptor.retrying { my_docker_network_enter_network(network) }
                return try NameQuestion.exchange(server, name)
            } catch {
                return .failure(NameLookup.Failure(error.reason))
            }
        }
    }
}
