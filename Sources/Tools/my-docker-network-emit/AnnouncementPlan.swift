internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkTransportComposition
internal import Logging
internal import Synchronization

/// The registrations that `exec` announces, read anew as long as something is wrong with them.
final class AnnouncementPlan: Sendable {
    private let settings: TolerantSettings
    private let lease: Lease?
    private let readyFile: ReadyFile?
    private let faults: [ToolError]
    private let said = Mutex<Set<String>>([])

    /// Whether a command runs although something is wrong.
    let toleratesFaults: Bool

    /// Reads the flags and the environment, and says what is wrong there where that is tolerated.
    init(_ exec: Exec, tolerating: Bool) {
        settings = TolerantSettings(
            ConfigurationLoader(
                program: .emitter, adapters: .emitter, environment: .ofProcess(),
                overrides: exec.options.overrides(hostnames: exec.hostnames)))
        var faults = settings.faults
        lease = Self.keepingFault(&faults) { () throws(ToolError) in
            try OptionValues.lease(exec.lasting.lease)
        }
        readyFile = Self.keepingFault(&faults) { () throws(ToolError) in
            try exec.lasting.prepareReadyFile()
        }
        self.faults = faults
        toleratesFaults = tolerating
        for repair in settings.repairs { say(repair) }
        guard tolerating else { return }
        let end = settings.canAnnounce ? "; it is ignored" : "; nothing is announced"
        for fault in faults { say(fault.message + end) }
    }

    /// Whether anything can be announced, now or later.
    var canAnnounce: Bool { settings.canAnnounce }

    /// Returns an emitter that announces everything, or nil if something is wrong now, which is
    /// logged once.
    func emitter() -> Emitter? {
        do throws(ToolError) {
            return try makeEmitter(passwordsMustBeThere: false)
        } catch {
            say("not announced; trying again: \(error)", once: error.cause)
            return nil
        }
    }

    /// Returns an emitter that announces everything.
    ///
    /// - Throws: `ToolError` with the first thing that is wrong.
    func strictEmitter() throws(ToolError) -> Emitter {
        if let fault = faults.first { throw fault }
        return try makeEmitter(passwordsMustBeThere: true)
    }

    /// Says something once, whatever the log level is.
    ///
    /// - Parameters:
    ///   - line: What to say.
    ///   - cause: By what it is known to have been said; nil: by the line.
    func say(_ line: String, once cause: String? = nil) {
        guard said.withLock({ $0.insert(cause ?? line).inserted }) else { return }
        StandardError.write(ProgramEnd.notice(.emitter, line))
    }

    private func makeEmitter(passwordsMustBeThere: Bool) throws(ToolError) -> Emitter {
        var configuration = try settings.loader.load()
        for line in configuration.skipped { say(line) }
        if let notice = try configuration.nameMachine() { say(notice) }
        let logger = ToolLogger.make(.emitter, configuration, default: .warning)
        let readiness = RunReadiness(file: readyFile, tellsService: false, logger: logger)
        return try Composition.emitter(
            of: configuration, lease: lease ?? configuration.emit.lease ?? .usual,
            clock: LoopClock(), logger: logger,
            changes: { [configuration] in
                configuration.registrationChanges(from: $0, logger: logger)
            },
            onEvent: { [self, configuration] event in
                readiness.note(event)
                guard logger.logLevel <= .warning,
                    case .applied(let registrations, _, let evidence) = event
                else { return }
                let line = AppliedReport.line(
                    registrations, evidence, in: configuration.domain)
                say(line, once: "applied")
            },
            adjust: { settings throws(ToolError) in
                settings.retriesRefusals = true
                settings.toldRefusal = try warn(of: configuration, passwordsMustBeThere, logger)
            })
    }

    /// Says what is unwise, and returns why a password cannot be read, which is said too: it is
    /// read again for each connection.
    private func warn(
        of configuration: Configuration, _ passwordsMustBeThere: Bool, _ logger: Logger
    ) throws(ToolError) -> String? {
        var failure: String?
        var warnings = configuration.warnings
        do throws(ToolError) {
            warnings += try Composition.checkPasswords(of: configuration)
        } catch {
            if passwordsMustBeThere { throw error }
            failure = error.message
            logger.error("not announced; trying again: \(error)")
        }
        for warning in warnings { logger.warning("\(warning)") }
        return failure
    }

    private static func keepingFault<Value>(
        _ faults: inout [ToolError], _ read: () throws(ToolError) -> Value?
    ) -> Value? {
        do throws(ToolError) {
            return try read()
        } catch {
            faults.append(error)
            return nil
        }
    }
}
