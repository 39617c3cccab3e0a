package import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkProgram
package import DockerNetworkTransportComposition
package import Logging

extension Composition {
    /// One sink, of its own domain or else of this one.
    ///
    /// - Parameters:
    ///   - settings: What it is made of.
    ///   - domain: The domain if the settings have none.
    ///   - serves: Whether it may answer questions; else it only reads and writes its place.
    ///   - logger: Gets what the sink notices that is no failure.
    /// - Returns: The sink.
    /// - Throws: `ToolError` (78) where it cannot be made.
    package static func sink(
        _ settings: SinkSettings, domain: Domain, serves: Bool = false, logger: Logger
    ) throws(ToolError) -> any HostsSink {
        let place = SinkPlace(
            path: settings.path, domain: settings.domain ?? domain, names: settings.names,
            serves: serves)
        do throws(SinkError) {
            return try settings.adapter.make(place, logger: logger)
        } catch {
            throw ToolError(.configuration, error.message)
        }
    }
}
