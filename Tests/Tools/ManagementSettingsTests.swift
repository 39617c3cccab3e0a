import DockerNetwork
import DockerNetworkConfiguration
import DockerNetworkProgram
import DockerNetworkTransportComposition
import Testing

@Suite("Settings of the transport over HTTP")
struct ManagementSettingsTests {
    #if RabbitMQManagement
        @Test("reads its keys, and their defaults")
        func readsKeys() throws {
            let configuration = try Configuration.loaded(
                """
                [[transports]]
                url = "https://host@broker/my-docker-network"
                poll-fastest = "20ms"
                poll-slowest = "5s"
                ca-file = "/ca.pem"
                [[transports]]
                url = "http://host@broker:8080"
                allow-plain = true
                """)
            let transports = configuration.transports
            let brokers = transports.compactMap(\.broker)
            #expect(brokers.map(\.fastestPoll) == [.milliseconds(20), .milliseconds(50)])
            #expect(brokers.map(\.slowestPoll) == [.seconds(5), .seconds(1)])
            #expect(brokers[0].security.certificateAuthorityFile == "/ca.pem")
            #expect(configuration.skipped == [])
            let endpoints = try transports.map { try Composition.transport($0).endpoint }
            #expect(
                endpoints == [
                    "https://host@broker:15671/my-docker-network", "http://host@broker:8080/%2F",
                ])
        }

        @Test(
            "what does not fit is an error with its line",
            arguments: [
                ("url = \"http://h\"\npoll-fastest = \"5ms\"", ":3: poll-fastest must be a time"),
                ("url = \"http://h\"\npoll-slowest = \"2m\"", ":3: poll-slowest must be a time"),
                ("url = \"http://h\"\npoll-slowest = 1", ":3: poll-slowest must be a time"),
                (
                    "url = \"http://h\"\npoll-fastest = \"2s\"",
                    ":3: poll-fastest does not fit: poll-fastest (2s) must not be longer"
                ),
                (
                    "url = \"amqp://h\"\npoll-slowest = \"1s\"",
                    ":3: poll-slowest has no use with amqp"
                ),
                ("url = \"http://h\"\nca-file = \"/x\"", "not encrypted; use https"),
                ("url = \"http://h\"\nqueue = \"exclusive\"", ":3: queue cannot be \"exclusive\""),
                ("url = \"http://h\"\npoll-slow = \"1s\"", "did you mean 'poll-slowest'?"),
            ])
        func refused(text: String, message: String) throws {
            let error = try #require(throws: ToolError.self) {
                try Configuration.loaded("[[transports]]\n" + text)
            }
            #expect(error.status == .configuration)
            #expect(error.message.contains(message), "\(error.message)")
        }

        @Test("an exclusive queue with a URL from the environment is an error, too")
        func exclusive() throws {
            let configuration = try Configuration.loaded(
                "[[transports]]\nqueue = \"exclusive\"",
                environment: ["MY_DOCKER_NETWORK_URL": "http://h"])
            let error = try #require(throws: ToolError.self) {
                try Composition.transport(configuration.transports[0])
            }
            #expect(error.status == .configuration)
            #expect(error.message.contains("exclusive"))
        }
    #else
        @Test("a URL that this build cannot serve is skipped with one line")
        func skipped() throws {
            let file = try Configuration.loaded(
                """
                [[transports]]
                url = "http://host:geheim@broker"
                poll-slowest = "2s"
                [[transports]]
                url = "amqp://host@broker"
                """)
            #expect(file.transports.map(\.url.scheme) == ["amqp"])
            #expect(file.skipped.count == 1)
            #expect(
                file.skipped[0].contains("config.toml:2: url http://host@broker/%2f is skipped"))
            #expect(!file.skipped[0].contains("geheim"))
            let variable = try Configuration.loaded(
                "", environment: ["MY_DOCKER_NETWORK_URL": "https://a@b:1/v, amqp://a@b"])
            #expect(variable.transports.map(\.url.scheme) == ["amqp"])
            #expect(variable.skipped.count == 1)
            #expect(variable.skipped[0].hasPrefix("MY_DOCKER_NETWORK_URL: https://a@b:1/v is"))
        }

        @Test(
            "where nothing else is left it is an error",
            arguments: [
                ("[[transports]]\nurl = \"http://h\"", [:]),
                ("", ["MY_DOCKER_NETWORK_URL": "http://h,https://i"]),
            ])
        func nothingLeft(text: String, environment: [String: String]) throws {
            let error = try #require(throws: ToolError.self) {
                try Configuration.loaded(text, environment: environment)
            }
            #expect(error.status == .configuration)
            #expect(error.message.contains("'http', for which this build has no transport"))
        }
    #endif
}
