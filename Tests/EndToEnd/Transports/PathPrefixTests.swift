import Foundation
import Testing

extension EndToEndTests {
    /// A management API that does not stand at the root of its server.
    @Suite(.onlyOnce) struct PathPrefix {
        @Test("the path before the virtual host is the management's path_prefix")
        func prefix() async throws {
            try await FaultBroker.run { broker in
                var environment = broker.environment
                environment.transport = .http
                try await Lab.run(in: environment) { lab in
                    let port = environment.managementPort
                    try await lab.setPathPrefix("/mq/it")
                    let names = try await lab.startNameServer()
                    let place = "127.0.0.1:\(port)/mq/it/\(lab.virtualHost)"
                    let transports = """
                        [[transports]]
                        url = "http://\(lab.hostUser)@\(place)"
                        password-file = "\(lab.path("password"))"
                        poll-slowest = "200ms"

                        """
                    let file = try lab.writeConfiguration(
                        Lab.HostSettings(transports: transports), names)
                    _ = try await lab.serve(file)
                    try await lab.emit(
                        ["up", "web", "--address", "10.9.8.7"],
                        environment: [
                            "MY_DOCKER_NETWORK_URL": "http://\(lab.emitterUser)@\(place)"
                        ])
                    try await names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                    try await lab.setPathPrefix("")
                }
            }
        }
    }
}

extension Lab {
    /// Moves the broker's management API while it runs.
    fileprivate func setPathPrefix(_ prefix: String) async throws {
        _ = try await control([
            "eval",
            "application:set_env(rabbitmq_management, path_prefix, \"\(prefix)\"), "
                + "rabbit_mgmt_app:reset_dispatcher([]).",
        ])
    }
}
