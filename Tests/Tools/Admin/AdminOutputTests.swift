#if Admin
    import CoreMetrics
    import DockerNetworkSystem
    import Testing

    @testable import DockerNetwork
    @testable import DockerNetworkAdmin

    @Suite("What the admin server shows")
    struct AdminOutputTests {
        private func status(names: Int = 0, error: String = "no such file") -> HostStatus {
            let failure = HostStatus.Failure(message: error, time: 1_000)
            var status = HostStatus(
                hostName: "gate", domain: .docker, started: 0, time: 3_600_000,
                transports: [
                    HostStatus.Transport(
                        name: "amqp://host@a, unix:///b", endpointInUse: "unix:///b",
                        connectedSince: 0, isHearing: true, lag: .microseconds(1_234),
                        received: 12_345, lastFailure: nil),
                    HostStatus.Transport(
                        name: "amqp://c", endpointInUse: nil, connectedSince: nil,
                        isHearing: false, lag: nil, received: 0, lastFailure: failure),
                ],
                sinks: [
                    HostStatus.Sink(
                        name: "hosts \"/etc\\hosts\"", isRequired: true, pending: nil,
                        isCurrent: false, lastSuccess: nil, lastFailure: failure)
                ],
                nameCount: names, refusals: [], talkers: [])
            for number in 0..<names {
                guard let hostname = try? Hostname("n\(number)", in: .docker),
                    let address = IPAddress("10.0.\(number / 256).\(number % 256)"),
                    let registration = try? Registration(hostname: hostname, address: address)
                else { continue }
                status.names.append(
                    HostStatus.Name(
                        entry: Entry(registration, lease: Lease(seconds: 30)),
                        user: "user \(number % 20)", leaseLeft: .milliseconds(12_345), since: 0))
            }
            status.refusals = (0..<30).map {
                HostStatus.Refusal(
                    cause: "name-held", user: "\u{1B}[31mu\($0)", count: 9, last: failure)
            }
            return status
        }

        @Test("the text fits a terminal of 80 columns and 80 lines, whatever there is")
        func text() {
            let status = status(
                names: 5_000, error: String(repeating: "long \u{1B}[2J\n", count: 100))
            let text = StatusText.text(status)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 80)
            #expect(lines.allSatisfy { $0.unicodeScalars.count <= 80 })
            #expect(!text.contains("\u{1B}"))
            #expect(text.contains("not ready") && text.contains("lag 1.23 ms"))
            #expect(text.contains("5,000 in all"))
        }

        @Test("numbers and times are cut, not rounded")
        func numbers() {
            #expect(NumberText.seconds(.milliseconds(1_234), digits: 1) == "1.2")
            #expect(NumberText.seconds(.milliseconds(59), digits: 3) == "0.059")
            #expect(NumberText.milliseconds(.microseconds(1_239)) == "1.23")
            #expect(NumberText.grouped(1_234_567) == "1,234,567" && NumberText.grouped(12) == "12")
            #expect(NumberText.age(of: 0, at: 119_999) == "119 s")
            #expect(NumberText.age(of: 0, at: 7_200_000) == "2 h")
            #expect(NumberText.age(of: 9, at: 0) == "0 s")
        }

        @Test("metrics are named, typed and escaped as Prometheus reads them, each documented")
        func metrics() {
            let factory = PrometheusMetrics()
            factory.makeCounter(label: "my_docker_network_refusals", dimensions: [("cause", "a")])
                .increment(by: 2)
            factory.makeCounter(label: "my_docker_network_refusals", dimensions: [("cause", "a")])
                .increment(by: 3)
            factory.makeRecorder(label: "x", dimensions: [], aggregate: false).record(1.5)
            factory.makeTimer(label: "t", dimensions: []).recordNanoseconds(2_000_000_000)
            let text = MetricsText.text(status(), factory.samples())
            let lines = text.split(separator: "\n")
            #expect(lines.contains("my_docker_network_refusals_total{cause=\"a\"} 5"))
            #expect(lines.contains("# TYPE my_docker_network_refusals_total counter"))
            #expect(lines.contains("x 1.5") && lines.contains("t_seconds_sum 2"))
            #expect(
                lines.contains(
                    "my_docker_network_sink_current{sink=\"hosts \\\"/etc\\\\hosts\\\"\"} 0"))
            #expect(
                lines.contains(
                    "my_docker_network_transport_lag_seconds{transport=\"amqp://host@a, unix:///b\"} 0.001234"
                ))
            let families = lines.filter { $0.hasPrefix("# TYPE my_docker_network_") }
            #expect(families.count == lines.count { $0.hasPrefix("# HELP my_docker_network_") })
            #expect(text.hasSuffix("\n") && !text.contains("\n\n"))
        }

        @Test("events are read as they were told, in whatever pieces they come")
        func events() {
            let event = ChangeEvent(domain: .docker, isText: false)
            let bytes = Array((event.start(names: 3) + ":\n\n" + event.lost(7)).utf8)
            for size in [1, 7, bytes.count] {
                let read = Collected()
                let reader = EventReader { read.add("\($0) \($1)") }
                for start in stride(from: 0, to: bytes.count, by: size) {
                    reader.read(bytes[start..<min(start + size, bytes.count)])
                }
                #expect(
                    read.texts == [
                        "start {\"event\": \"start\", \"name_count\": 3}",
                        "lost {\"event\": \"lost\", \"count\": 7}",
                    ])
            }
        }
    }
#endif
