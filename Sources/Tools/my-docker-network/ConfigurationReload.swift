internal import DockerNetworkProgram
internal import DockerNetworkSystem
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// Reads the configuration again on SIGHUP and, where asked, when its file changed.
struct ConfigurationReload: Service {
    private static let pause: Duration = .seconds(1)

    private let signals: UnixSignalsSequence
    private let file: String?
    private let logger: Logger
    private let reload: @Sendable () throws(ToolError) -> Void

    /// Makes one; from now on SIGHUP no longer ends the process.
    ///
    /// - Parameters:
    ///   - file: The file to look at every second; nil: none.
    ///   - logger: Gets why the configuration stays as it was.
    ///   - reload: Reads the configuration and hands it on.
    init(
        watching file: String?, logger: Logger,
        reload: @escaping @Sendable () throws(ToolError) -> Void
    ) async {
        signals = await UnixSignalsSequence(trapping: .sighup)
        self.file = file
        self.logger = logger
        self.reload = reload
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for await _ in signals { readAgain(because: "SIGHUP") } }
                if let file { group.addTask { try? await watch(file) } }
            }
        }
    }

    private func watch(_ file: String) async throws {
        var known = FileState(of: file)
        while true {
            try await Task.sleep(for: Self.pause)
            let state = FileState(of: file)
            // One that is being replaced may be gone for a moment.
            guard let state, state != known else { continue }
            known = state
            readAgain(because: "\(file) changed")
        }
    }

    private func readAgain(because cause: String) {
        do throws(ToolError) {
            try reload()
            logger.info("read the configuration again: \(cause)")
        } catch {
            logger.error("the configuration stays as it was: \(error.message)")
        }
    }
}

extension ConfigurationReload: CustomStringConvertible {
    /// A few words for a log.
    var description: String { "reload of the configuration" }
}
