import Testing

extension EndToEndTests {
    /// What the name server answers for each kind of question.
    @Suite struct Answers {
        @Test("IPv4 only, asked for IPv6: no error and no answer")
        func onlyIPv4() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.emit(["up", "web", "--address", "10.9.8.7"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                #expect(await host.names.ask("web.docker", .aaaa) == .noData)
            }
        }

        @Test("IPv6 only, asked for IPv4: no error and no answer")
        func onlyIPv6() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.emit(["up", "web", "--address", "fd00:0:0:0::7"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["fd00::7"], .aaaa)
                #expect(await host.names.ask("web.docker", .a) == .noData)
                try await lab.emit(["down", "web", "--address", "fd00::7"])
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("several addresses of one name: all of them, in both families")
        func severalAddresses() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.emit(
                    ["up", "web"]
                        + ["10.9.8.7", "10.9.8.8", "fd00::7"].flatMap { ["--address", $0] })
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7", "10.9.8.8"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["fd00::7"], .aaaa)
            }
        }

        @Test("addresses lead back to their names", arguments: NameServer.Layout.allCases)
        func pointers(layout: NameServer.Layout) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost(layout)
                for address in ["10.9.8.7", "fd00::7"] {
                    try await lab.emit(["up", "web", "--address", address])
                    try await host.names.waitUntil(address, resolvesTo: ["web.docker"], .pointer)
                }
            }
        }

        @Test("a name with dots, and one that has the domain already")
        func dottedNames() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.emit(["up", "Web.Shop", "db.docker", "--address", "10.9.8.7"])
                try await host.names.waitUntil("web.shop.docker", resolvesTo: ["10.9.8.7"])
                try await host.names.waitUntil("db.docker", resolvesTo: ["10.9.8.7"])
                #expect(await host.names.ask("db.docker.docker") == .noSuchName)
            }
        }

        @Test("another domain")
        func domain() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                let file = try lab.writeConfiguration(Lab.HostSettings(), names)
                _ = try await lab.serve(file, environment: ["MY_DOCKER_NETWORK_DOMAIN": "test"])
                try await lab.emit(
                    ["up", "web", "--address", "10.9.8.7"],
                    environment: ["MY_DOCKER_NETWORK_DOMAIN": "test"])
                try await names.waitUntil("web.test", resolvesTo: ["10.9.8.7"])
            }
        }
    }
}
