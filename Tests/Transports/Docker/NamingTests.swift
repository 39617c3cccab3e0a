#if Docker
    import DockerNetwork
    import Testing

    @testable import DockerNetworkDocker

    /// Which names a container gets.
    struct NamingTests {
        private static let id = String(repeating: "b99ab11eeabf838d", count: 4)

        private func container(
            name: String = "", hostname: String = "b99ab11eeabf",
            _ change: (inout Container) -> Void = { _ in }
        ) -> Container {
            var container = Container(id: Self.id, name: name, hostname: hostname)
            change(&container)
            return container
        }

        private func names(
            _ container: Container, _ rules: NamingRules = NamingRules()
        ) -> [String] {
            rules.claims(of: container).map(\.hostname.name).sorted()
        }

        @Test("a hostname that was given is a name; one that the engine made of the id is none")
        func hostnames() {
            #expect(names(container(hostname: "web")) == ["web"])
            #expect(names(container()) == [])
            #expect(names(container(hostname: Self.id)) == [])
            #expect(names(container(hostname: String(Self.id.prefix(20)))) == [])
        }

        @Test("a given hostname of hexadecimal digits is one, unless it is as long as an id")
        func digits() {
            #expect(names(container(hostname: "cafe")) == ["cafe"])
            #expect(names(container(hostname: "cafe00112233")) == [])
            #expect(names(container(hostname: "cafe0011223344")) == ["cafe0011223344"])
        }

        @Test(
            "a container's name is one, an underscore being read as a hyphen",
            arguments: [
                ("web", ["web"]), ("shop_web_1", ["shop-web-1"]), ("My.App", ["my.app"]),
                ("web_", []), ("b99ab11eeabf", []), ("b99ab11eeabf-infra", []), ("", []),
                ("10.0.0.1", []), ("web.docker", ["web"]), (String(repeating: "a", count: 64), []),
            ])
        func containerNames(name: String, expected: [String]) {
            #expect(names(container(name: name)) == expected)
        }

        @Test("only the sources that are asked for give names; the label's always are")
        func sources() {
            let all = container(name: "one", hostname: "two") {
                $0.attachments = [.init(network: "net", aliases: ["three"])]
                $0.labels.project = "shop"
                $0.labels.service = "four"
                $0.labels.names = "five, six"
            }
            #expect(
                names(all)
                    == ["five", "four", "four.shop", "one", "six", "three", "two"])
            let expected: [DockerConfiguration.NameSource: [String]] = [
                .hostname: ["two"], .name: ["one"], .alias: ["three"],
                .service: ["four", "four.shop"],
            ]
            for (source, own) in expected {
                #expect(
                    names(all, NamingRules(sources: [source])) == (own + ["five", "six"]).sorted())
            }
            #expect(names(all, NamingRules(sources: [])) == ["five", "six"])
        }

        @Test("aliases: not the ids, nor the hostname, which Docker lists there")
        func aliases() {
            let some = container(hostname: "host") {
                $0.attachments = [
                    .init(network: "net", aliases: ["db", "b99ab11eeabf", "host", "a_b"])
                ]
            }
            let claims = NamingRules().claims(of: some)
            let shared = claims.filter { $0.scope != .container }.map(\.hostname.name)
            #expect(shared.sorted() == ["a-b", "db"])
            #expect(claims.filter { $0.scope == .container }.map(\.hostname.name) == ["host"])
        }

        @Test("an alias leads to the addresses of its networks alone, and is shared there")
        func aliasScopes() throws {
            let some = container {
                $0.attachments = [
                    .init(network: "b", aliases: ["db"]), .init(network: "a", aliases: ["db"]),
                    .init(network: "c"),
                ]
            }
            let claim = try #require(NamingRules().claims(of: some).first)
            #expect(claim.networks == ["a", "b"])
            #expect(claim.scope == .shared("network/a"))
            let only = NamingRules(networks: [TextPattern("b*")])
            #expect(only.claims(of: some).first?.networks == ["b"])
        }

        @Test("a Compose service is shared by its project, one-off containers left out")
        func compose() {
            var web = container(name: "shop-web-1") {
                $0.labels.project = "shop"
                $0.labels.service = "web_app"
                $0.attachments = [.init(network: "shop_default", aliases: ["web_app"])]
            }
            let claims = NamingRules().claims(of: web)
            let shared = Set(
                claims.filter { $0.scope == .shared("compose/shop") }.map(\.hostname.name))
            #expect(shared == ["web-app", "web-app.shop"])
            web.labels.oneOff = "True"
            web.attachments = []
            #expect(names(web) == ["shop-web-1"])
        }

        @Test("a name that is shared is no name of the container alone beside that")
        func sharedWins() {
            let web = container(name: "web", hostname: "web") {
                $0.labels.project = "shop"
                $0.labels.service = "web"
            }
            let claims = NamingRules().claims(of: web)
            #expect(claims.allSatisfy { $0.scope == .shared("compose/shop") })
            #expect(names(web) == ["web", "web.shop"])
        }

        @Test("the host's network: the machine's own hostname was not given")
        func hostNetwork() {
            let rules = NamingRules(machineName: "Machine")
            #expect(names(container(hostname: "machine") { $0.mode = .host }, rules) == [])
            #expect(names(container(hostname: "web") { $0.mode = .host }, rules) == ["web"])
            #expect(names(container(hostname: "machine"), rules) == ["machine"])
        }

        @Test("another container's network: its hostname is not this one's")
        func sharedNetwork() {
            let guest = container(name: "guest", hostname: "host") { $0.mode = .container("other") }
            #expect(names(guest) == ["guest"])
        }

        @Test("who is announced: label, check, emitter, end")
        func admission() {
            let rules = NamingRules()
            let strict = NamingRules(requiresLabel: true)
            let healthy = NamingRules(requiresHealth: true)
            #expect(rules.admits(container()))
            #expect(!rules.admits(container { $0.isRunning = false }))
            #expect(!rules.admits(container { $0.hasEmitter = true }))
            for word in ["false", "0", "no", "OFF"] {
                #expect(!rules.admits(container { $0.labels.enable = word }))
            }
            #expect(!strict.admits(container()))
            #expect(strict.admits(container { $0.labels.enable = "true" }))
            #expect(strict.admits(container { $0.labels.names = "web" }))
            #expect(
                !strict.admits(
                    container {
                        $0.labels.names = "web"
                        $0.labels.enable = "false"
                    }))
            #expect(healthy.admits(container()))
            #expect(healthy.admits(container { $0.health = .healthy }))
            #expect(!healthy.admits(container { $0.health = .unhealthy }))
            #expect(rules.admits(container { $0.health = .unhealthy }))
        }

        @Test("a container gets a hundred names, whatever it says")
        func bounded() {
            let many = (0..<1_000).map { "name-\($0)" }.joined(separator: ",")
            #expect(names(container { $0.labels.names = many }).count == NamingRules.mostNames)
        }

        @Test(
            "patterns of networks",
            arguments: [
                ("*", "any", true), ("shop_*", "shop_default", true), ("shop_*", "other", false),
                ("", "", true), ("", "a", false), ("a*b*c", "aXbYc", true), ("a*b", "ab", true),
                ("*b", "aab", true), ("A", "a", false),
            ])
        func patterns(pattern: String, name: String, fits: Bool) {
            #expect(TextPattern(pattern).matches(name) == fits)
        }

        @Test(
            "times of engines",
            arguments: [
                ("1970-01-01T00:00:00Z", 0), ("2026-11-28T04:04:01.362388982Z", 1_795_838_641_362),
                ("2024-02-29T23:59:59.5+01:30", 1_709_245_799_500),
                ("2026-11-28T04:04:01-00:00", 1_795_838_641_000),
            ])
        func times(text: String, milliseconds: Int64) {
            #expect(Timestamp.milliseconds(text) == milliseconds)
        }

        @Test(
            "what is no time",
            arguments: [
                "", "0001-01-01T00:00:00Z", "2026-11-28 04:04:01Z", "2026-11-28T04:04:01",
                "2026-13-28T04:04:01Z", "2026-11-28T04:04:01.Z", "2026-11-28T04:04:01Zx",
                "2026-11-28T04:04:01+0100", String(repeating: "9", count: 40),
            ])
        func noTimes(text: String) {
            #expect(Timestamp.milliseconds(text) == nil)
        }
    }
#endif
