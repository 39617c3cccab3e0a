package import DockerNetwork
package import DockerNetworkConfiguration
internal import DockerNetworkProgram
package import Logging

extension Configuration {
    /// Returns the registrations to announce, all of them, whenever the machine's addresses have
    /// changed.
    ///
    /// While no entry has an address, what was announced last stays: an interface that is taken
    /// down and up again is no new one. An address that is still there is not left for another.
    /// Where only addresses are written out nothing ever comes.
    ///
    /// - Parameters:
    ///   - first: What is announced at first.
    ///   - logger: Is told where there is no address.
    /// - Returns: The changes; they end with the program.
    package func registrationChanges(
        from first: [Registration], logger: Logger
    ) -> AsyncStream<[Registration]> {
        let (changes, continuation) = AsyncStream.makeStream(
            of: [Registration].self, bufferingPolicy: .bufferingNewest(1))
        guard mayChange, let watch = AddressWatch() else {
            continuation.finish()
            return changes
        }
        Task.detached {
            var last = first
            while (try? await watch.waitForChange()) ?? false {
                do throws(ToolError) {
                    let current = try registrations(keeping: last)
                    guard current != last else { continue }
                    last = current
                    continuation.yield(current)
                } catch {
                    logger.warning("still announced as before: \(error)")
                }
            }
            continuation.finish()
        }
        return changes
    }

    private var mayChange: Bool {
        guard let choices = emit.addresses else { return true }
        return choices.contains { choice in
            switch choice {
            case .address: false
            case .interface, .network, .route: true
            }
        }
    }
}
