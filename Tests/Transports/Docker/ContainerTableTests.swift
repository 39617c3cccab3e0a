#if Docker
    import DockerNetwork
    import TestSupport
    import Testing

    @testable import DockerNetworkDocker

    /// What is announced of containers that come, change and go.
    struct ContainerTableTests {
        private static let engine = EngineID("docker:///test", isLocal: true)

        private func id(_ number: Int) -> String {
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 15 - digits.count) + digits
                + String(repeating: "a", count: 49)
        }

        private func container(
            _ number: Int, name: String, _ addresses: [String: [String]] = [:],
            started: Int64 = 1_000, _ change: (inout Container) -> Void = { _ in }
        ) -> Container {
            var container = Container(id: id(number), name: name, started: started)
            container.attachments = addresses.map { network, texts in
                .init(network: network, addresses: texts.compactMap { IPAddress($0) })
            }
            change(&container)
            return container
        }

        /// `+web@10.0.0.2` and `-web@10.0.0.2`, in order.
        private func texts(_ changes: [ContainerTable.Change]) -> [String] {
            changes.map { change in
                switch change {
                case .up(let key, _): "+\(key.registration.hostname)@\(key.registration.address)"
                case .down(let key): "-\(key.registration.hostname)@\(key.registration.address)"
                }
            }
        }

        private func table(_ rules: NamingRules = NamingRules()) -> ContainerTable {
            ContainerTable(rules, of: Self.engine)
        }

        @Test("a container comes, is the same, and ends")
        func life() {
            var table = table()
            let web = container(1, name: "web", ["bridge": ["172.17.0.2"]])
            #expect(texts(table.set(web)) == ["+web@172.17.0.2"])
            #expect(table.set(web) == [])
            #expect(texts(table.remove(web.id)) == ["-web@172.17.0.2"])
            #expect(table.remove(web.id) == [])
            #expect(table.count == 0 && table.registrationCount == 0)
        }

        @Test("several networks and both families; a network that is not chosen")
        func networks() {
            let web = container(
                1, name: "web",
                ["a": ["10.0.0.2", "fd00::2"], "b_1": ["10.1.0.2"], "other": ["10.2.0.2"]])
            var all = table()
            #expect(
                texts(all.set(web)).sorted() == [
                    "+web@10.0.0.2", "+web@10.1.0.2", "+web@10.2.0.2", "+web@fd00::2",
                ])
            var some = table(NamingRules(networks: [TextPattern("a"), TextPattern("b_*")]))
            #expect(
                texts(some.set(web)).sorted() == ["+web@10.0.0.2", "+web@10.1.0.2", "+web@fd00::2"])
        }

        @Test("an address that nobody could reach is none")
        func unreachable() {
            var table = table()
            let web = container(1, name: "web", ["a": ["127.0.0.1", "0.0.0.0", "::", "ff02::1"]])
            #expect(table.set(web) == [])
        }

        @Test("renamed: the new name comes before the old one goes")
        func renamed() {
            var table = table()
            _ = table.set(container(1, name: "old", ["bridge": ["172.17.0.2"]]))
            let changes = table.set(container(1, name: "new", ["bridge": ["172.17.0.2"]]))
            #expect(texts(changes) == ["+new@172.17.0.2", "-old@172.17.0.2"])
        }

        @Test("connected to a network and disconnected from it")
        func connected() {
            var table = table()
            _ = table.set(container(1, name: "web", ["a": ["10.0.0.2"]]))
            let both = container(1, name: "web", ["a": ["10.0.0.2"], "b": ["10.1.0.2"]])
            #expect(texts(table.set(both)) == ["+web@10.1.0.2"])
            #expect(
                texts(table.set(container(1, name: "web", ["b": ["10.1.0.2"]])))
                    == ["-web@10.0.0.2"])
        }

        @Test("started again: at once with another address, and with a later start at the same one")
        func restarted() {
            var table = table()
            _ = table.set(container(1, name: "web", ["a": ["10.0.0.2"]]))
            let moved = container(1, name: "web", ["a": ["10.0.0.3"]], started: 2_000)
            #expect(texts(table.set(moved)) == ["+web@10.0.0.3", "-web@10.0.0.2"])
            let later = container(1, name: "web", ["a": ["10.0.0.3"]], started: 3_000)
            let changes = table.set(later)
            #expect(texts(changes) == ["+web@10.0.0.3"])
            guard case .up(_, let started)? = changes.first else { return }
            #expect(started == 3_000)
        }

        @Test("a scaled service has the addresses of all its containers, as one instance")
        func scaled() {
            var table = table(NamingRules(sources: [.service]))
            func web(_ number: Int) -> Container {
                container(number, name: "web-\(number)", ["shop_default": ["10.0.0.\(number)"]]) {
                    $0.labels.project = "shop"
                    $0.labels.service = "web"
                }
            }
            var changes: [ContainerTable.Change] = []
            for number in 2...4 { changes += table.set(web(number)) }
            #expect(
                texts(changes).sorted()
                    == (2...4).flatMap { ["+web.shop@10.0.0.\($0)", "+web@10.0.0.\($0)"] }.sorted())
            let instances = table.registrations.filter { $0.registration.hostname.name == "web" }
                .map(\.instance)
            #expect(Set(instances).count == 1)
            #expect(
                texts(table.remove(id(3))).sorted() == ["-web.shop@10.0.0.3", "-web@10.0.0.3"])
        }

        @Test("the service of another project is another instance, and so is an alias elsewhere")
        func projects() {
            var table = table(NamingRules(sources: [.service, .alias]))
            for (number, project) in [(2, "one"), (3, "two")] {
                _ = table.set(
                    container(number, name: "db", ["n": ["10.0.0.\(number)"]]) {
                        $0.labels.project = project
                        $0.labels.service = "db"
                    })
            }
            for number in 4...6 {
                _ = table.set(
                    container(number, name: "c") {
                        $0.attachments = [
                            .init(
                                network: number == 6 ? "other" : "net",
                                addresses: [IPAddress("10.0.0.\(number)")].compactMap { $0 },
                                aliases: ["db"])
                        ]
                    })
            }
            let holders = Dictionary(
                grouping: table.registrations.filter { $0.registration.hostname.name == "db" },
                by: \.instance)
            #expect(holders.values.map(\.count).sorted() == [1, 1, 1, 2])
        }

        @Test("two containers of one name are two instances: the policy decides")
        func conflict() {
            var table = table()
            _ = table.set(container(1, name: "one", ["a": ["10.0.0.2"]]) { $0.hostname = "web" })
            _ = table.set(container(2, name: "two", ["a": ["10.0.0.3"]]) { $0.hostname = "web" })
            let instances = table.registrations.filter { $0.registration.hostname.name == "web" }
                .map(\.instance)
            #expect(Set(instances).count == 2)
        }

        @Test("the host's network: the addresses that the host has, as they change; none: no name")
        func hostNetwork() {
            var table = table()
            let web = container(1, name: "web", ["host": []]) { $0.mode = .host }
            #expect(table.set(web) == [])
            let first = [IPAddress("192.0.2.1"), IPAddress("2001:db8::1")].compactMap { $0 }
            #expect(
                texts(table.setHostAddresses(first)).sorted()
                    == ["+web@192.0.2.1", "+web@2001:db8::1"])
            #expect(table.setHostAddresses(first) == [])
            #expect(
                texts(table.setHostAddresses(Array(first.prefix(1)))) == ["-web@2001:db8::1"])
            var none = self.table(NamingRules(networks: [TextPattern("bridge")]))
            _ = none.setHostAddresses(first)
            #expect(none.set(web) == [])
        }

        @Test("no network: no name")
        func noNetwork() {
            var table = table()
            #expect(table.set(container(1, name: "web", ["none": []])) == [])
        }

        @Test("another container's network: its addresses, whoever comes first, as long as it runs")
        func sharedNetwork() {
            for byName in [false, true] {
                var table = table()
                let host = container(1, name: "host", ["a": ["10.0.0.2"]])
                let guest = container(2, name: "guest") {
                    $0.mode = .container(byName ? "host" : host.id)
                }
                #expect(table.set(guest) == [])
                #expect(
                    texts(table.set(host)).sorted() == ["+guest@10.0.0.2", "+host@10.0.0.2"])
                let moved = container(1, name: "host", ["a": ["10.0.0.3"]])
                #expect(
                    texts(table.set(moved)).sorted() == [
                        "+guest@10.0.0.3", "+host@10.0.0.3", "-guest@10.0.0.2", "-host@10.0.0.2",
                    ])
                #expect(
                    texts(table.remove(host.id)).sorted() == ["-guest@10.0.0.3", "-host@10.0.0.3"])
                #expect(table.remove(guest.id) == [])
            }
        }

        @Test("two containers that name each other's network have none")
        func circle() {
            var table = table()
            let one = container(1, name: "one") { $0.mode = .container("two") }
            let two = container(2, name: "two") { $0.mode = .container("one") }
            #expect(table.set(one) + table.set(two) == [])
        }

        @Test("paused it stays; unhealthy it goes where only healthy ones count, and comes back")
        func health() {
            var table = table(NamingRules(requiresHealth: true))
            func web(_ health: Container.Health) -> Container {
                container(1, name: "web", ["a": ["10.0.0.2"]]) { $0.health = health }
            }
            #expect(table.set(web(.unhealthy)) == [])
            #expect(texts(table.set(web(.healthy))) == ["+web@10.0.0.2"])
            #expect(texts(table.set(web(.unhealthy))) == ["-web@10.0.0.2"])
            #expect(texts(table.set(web(.unchecked))) == ["+web@10.0.0.2"])
        }

        @Test("one that does not run is none")
        func stopped() {
            var table = table()
            _ = table.set(container(1, name: "web", ["a": ["10.0.0.2"]]))
            let stopped = container(1, name: "web", ["a": ["10.0.0.2"]]) { $0.isRunning = false }
            #expect(texts(table.set(stopped)) == ["-web@10.0.0.2"])
            #expect(table.count == 0)
        }

        @Test("containers and their registrations are bounded")
        func bounds() {
            var table = table()
            let addresses = (0..<300).map { "10.1.\($0 / 200).\($0 % 200 + 1)" }
            #expect(
                table.set(container(1, name: "web", ["a": addresses])).count
                    == ContainerTable.mostRegistrations)
            for number in 2...(ContainerTable.mostContainers + 10) {
                _ = table.set(container(number, name: "c-\(number)"))
            }
            #expect(table.count == ContainerTable.mostContainers)
        }

        @Test("whatever happens, what was announced is what holds", arguments: 1...20)
        func replay(seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            var table = table()
            var announced: Set<ContainerTable.Key> = []
            for _ in 0..<400 {
                var changes: [ContainerTable.Change] = []
                let number = Int.random(in: 1...8, using: &random)
                switch Int.random(in: 0..<10, using: &random) {
                case 0: changes = table.remove(id(number))
                case 1:
                    let last = Int.random(in: 1...3, using: &random)
                    changes = table.setHostAddresses(
                        [IPAddress("192.0.2.\(last)")].compactMap { $0 })
                default: changes = table.set(anyContainer(number, &random))
                }
                for change in changes {
                    switch change {
                    case .up(let key, _): announced.insert(key)
                    case .down(let key): #expect(announced.remove(key) != nil)
                    }
                }
                #expect(announced == Set(table.registrations))
                #expect(table.registrations.allSatisfy { table.start(of: $0) != nil })
            }
            for number in 1...8 {
                for change in table.remove(id(number)) {
                    guard case .down(let key) = change else { continue }
                    announced.remove(key)
                }
            }
            #expect(announced.isEmpty && table.registrationCount == 0)
        }

        private func anyContainer(_ number: Int, _ random: inout SeededGenerator) -> Container {
            container(
                number, name: "c-\(Int.random(in: 1...4, using: &random))",
                started: .random(in: 1...5, using: &random)
            ) {
                $0.hostname = "h-\(Int.random(in: 1...4, using: &random))"
                switch Int.random(in: 0..<6, using: &random) {
                case 0: $0.mode = .host
                case 1: $0.mode = .container(id(Int.random(in: 1...8, using: &random)))
                case 2: $0.mode = .container("c-\(Int.random(in: 1...4, using: &random))")
                default: break
                }
                if Bool.random(using: &random) {
                    $0.labels.project = "p"
                    $0.labels.service = "s-\(Int.random(in: 1...2, using: &random))"
                }
                for network in ["a", "b"] where Bool.random(using: &random) {
                    let address = IPAddress("10.0.0.\(Int.random(in: 1...4, using: &random))")
                    $0.attachments.append(
                        .init(
                            network: network, addresses: [address].compactMap { $0 },
                            aliases: ["x-\(Int.random(in: 1...2, using: &random))"]))
                }
                $0.isRunning = Int.random(in: 0..<8, using: &random) > 0
            }
        }
    }
#endif
