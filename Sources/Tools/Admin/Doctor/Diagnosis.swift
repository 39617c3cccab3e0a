internal import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkProgram
internal import DockerNetworkSinkComposition
internal import DockerNetworkSystem
internal import DockerNetworkTransportComposition
internal import Logging

/// Tries the whole path that a name takes on this machine, and says what is wrong and what to do.
///
/// Every step has a limit: all of it takes 10 seconds at most, whatever hangs.
package struct Diagnosis: Sendable {
    let configuration: Configuration
    /// The container whose view is wanted; nil: that of all.
    let container: String?
    private let logger = Logger(label: "doctor") { _ in SwiftLogNoOpLogHandler() }

    /// Diagnoses a service of this configuration.
    ///
    /// - Parameters:
    ///   - configuration: What the service is told.
    ///   - container: The container from whose network names are resolved; nil: from those of all.
    package init(_ configuration: Configuration, container: String? = nil) {
        self.configuration = configuration
        self.container = container
    }

    /// Goes through all steps.
    package func run() async -> [Finding] {
        var findings = await configurationFindings()
        findings += await serviceFindings()
        findings += await transportFindings()
        findings += await probeFindings()
        return findings
    }

    // MARK: - Configuration

    private func configurationFindings() async -> [Finding] {
        let result = await Bounded.value(within: .seconds(1)) {
            [configuration, logger] () async -> Result<[String], ToolError> in
            do throws(ToolError) {
                _ = try await ConfigurationCheck(configuration, logger: logger).run()
                return .success(try Composition.checkPasswords(of: configuration))
            } catch {
                return .failure(error)
            }
        }
        let file = configuration.file ?? "no file, defaults"
        switch result {
        case nil:
            return [
                Finding(
                    "configuration", .error, "\(file): what it names cannot be read in time",
                    advice: "look at the file systems that the sinks lie on")
            ]
        case .failure(let error)?:
            return [Finding(unreadable: error)]
        case .success(let warnings)?:
            return [Finding("configuration", .ok, file)]
                + (configuration.warnings + configuration.skipped + warnings).map {
                    Finding("configuration", .warning, $0)
                }
        }
    }

    // MARK: - Transports

    /// The transports over which emitters announce; of an engine the service itself tells.
    var announcing: [TransportSettings] {
        configuration.transports.filter { $0.canAnnounce }
    }

    private func transportFindings() async -> [Finding] {
        await Finding.ofAll(announcing) { await finding(of: $0) }
    }

    private func finding(of settings: TransportSettings) async -> Finding? {
        let endpoint = "\(settings.url)"
        let failure = await Bounded.value(within: .seconds(2)) {
            await NameProbe.connectionFailure(of: settings)
        }
        switch failure {
        case nil:
            return Finding(
                "transport", .error, "\(endpoint): no answer within 2 s",
                advice: "see that the broker runs, and that no firewall drops the connection")
        case .some(nil): return Finding("transport", .ok, "\(endpoint): an emitter can connect")
        case .some(let error?) where error.code == .unsupported: return nil
        case .some(let error?):
            return Finding(
                "transport", .error, error.message,
                advice: error.code == .noHost
                    ? "start the service: my-docker-network serve" : nil)
        }
    }
}
