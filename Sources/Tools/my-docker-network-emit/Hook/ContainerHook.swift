#if Docker
    internal import CDockerNetworkSystem
    internal import DockerNetwork
    package import DockerNetworkConfiguration
    internal import DockerNetworkDocker
    package import DockerNetworkProgram
    internal import DockerNetworkSystem

    #if canImport(Glibc)
        internal import Glibc
    #elseif canImport(Musl)
        internal import Musl
    #endif

    /// The work of `hook`: it finds out what a container is called and where it is, or what it was,
    /// and lets this program once more say so.
    ///
    /// A runtime waits for its hooks: nothing here waits for a host or a broker.
    package struct ContainerHook: Sendable {
        private let configuration: Configuration
        /// The options that are passed on, as `--url U`.
        private let options: [String]

        /// Creates one from its parts.
        package init(_ configuration: Configuration, options: [String]) {
            self.configuration = configuration
            self.options = options
        }

        /// Reads the state, and starts what announces.
        ///
        /// - Throws: `ToolError` that says why nothing is announced.
        package func run() throws(ToolError) {
            guard let state = HookState(try readInput()) else {
                throw Self.error(
                    "standard input", "holds no container's state as runtimes write it")
            }
            let notes = try HookNotes()
            if let process = state.process {
                try up(state, process, notes)
            } else {
                try down(state, notes)
            }
        }

        /// So long a runtime may take to say what it has to say.
        private static let patience: Int32 = 1_000

        private func readInput() throws(ToolError) -> [UInt8] {
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 16_384)
            while bytes.count <= HookState.longest {
                var descriptor = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
                guard poll(&descriptor, 1, Self.patience) == 1 else { break }
                let count = read(0, &chunk, chunk.count)
                guard count > 0 else { return bytes }
                bytes += chunk[..<count]
            }
            throw Self.error("standard input", "does not end, or holds more than a state")
        }

        private func up(
            _ state: HookState, _ process: Int32, _ notes: HookNotes
        ) throws(ToolError) {
            guard !state.isDisabled else { return }
            let network = try ContainerNetwork.of(process: process)
            let path = state.bundle.map { "\($0)/config.json" } ?? ""
            let bundle = try? SmallFile.read(path, limit: 16 << 20)
            let names = state.hostnames(
                configuration: bundle?.bytes ?? [], isOwnNetwork: network.isOwn,
                machineName: MachineName.current(), in: configuration.domain)
            guard !names.isEmpty else { return }
            let hosts = configuration.transports.map(\.url.host)
            let choices = configuration.emit.addresses
            let addresses = try network.addresses { () throws(ToolError) in
                try AnnouncedAddresses(interfaces: NetworkInterfaces.current())
                    .choose(choices, brokerHosts: hosts)
            }
            var arguments = names.map(\.name)
            for address in addresses { arguments += ["--address", address.description] }
            try notes.write(arguments, of: state.id)
            try start("up", arguments, for: state, notes)
        }

        private func down(_ state: HookState, _ notes: HookNotes) throws(ToolError) {
            guard let arguments = try notes.take(state.id) else { return }
            try start("down", arguments, for: state, notes)
        }

        private func start(
            _ verb: String, _ arguments: [String], for state: HookState, _ notes: HookNotes
        ) throws(ToolError) {
            let sequence = try notes.nextSequence(at: UTCTime.microseconds())
            let instance = state.instance(on: Self.machine, isLocal: isLocal)
            // A host that is just starting is waited for, without end it is not.
            let more = [
                "--instance", "\(instance)", "--sequence", "\(sequence)", "--no-host-timeout", "1m",
                "--timeout", "2m",
            ]
            _ = try DetachedProgram(arguments: [verb] + arguments + options + more)
        }

        /// Whether it is announced to this very machine.
        private var isLocal: Bool {
            configuration.transports.first?.isLocal ?? false
        }

        /// The text that tells this machine from others (machine-id(5)), or its name.
        private static var machine: String {
            let contents = try? SmallFile.read("/etc/machine-id", limit: 256)
            return contents.map { String(decoding: $0.bytes, as: UTF8.self) }
                ?? MachineName.current()
        }

        static func error(_ what: String, _ why: String) -> ToolError {
            ToolError(.configuration, "\(what) \(why); nothing is announced")
        }
    }
#endif
