#if RabbitMQ
    import Testing

    import DockerNetworkBroker

    struct DefaultGatewayTests {
        private static let head =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"

        /// Lines as a container on Docker's default bridge has them.
        @Test func ofIPv4() {
            let table =
                Self.head + "eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
                + "eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
            #expect(DefaultGateway.ofIPv4(table: table) == "172.17.0.1")
        }

        @Test func theLowestMetricWins() {
            let table =
                Self.head + "wlan0\t00000000\t0100A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
                + "eth0\t00000000\tFE00A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
                + "eth1\t00000000\t0200A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
            #expect(DefaultGateway.ofIPv4(table: table) == "192.168.0.254")
        }

        /// No gateway (a tunnel), a route that is down, half a default route, and rubbish.
        @Test(arguments: [
            "tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0\n",
            "eth0\t00000000\t010011AC\t0002\t0\t0\t0\t00000000\t0\t0\t0\n",
            "eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000080\t0\t0\t0\n",
            "eth0\t00000000\n", "\n\n", "", "x y z a b c d e f g h\n",
        ])
        func withoutGateway(_ lines: String) {
            #expect(DefaultGateway.ofIPv4(table: Self.head + lines) == nil)
            #expect(DefaultGateway.ofIPv6(table: lines) == nil)
        }

        @Test func ofIPv6() {
            let none = String(repeating: "0", count: 32)
            let table =
                "\(none) 00 \(none) 00 \(none) ffffffff 00000001 00000000 00200200       lo\n"
                + "\(none) 00 \(none) 00 fe800000000000000000000000000001 00000400 00000001 00000000 "
                + "00000003     eth0\n"
                + "\(none) 00 \(none) 00 20010db8000000000000000000000001 00000401 00000001 00000000 "
                + "00000003     eth1\n"
            #expect(DefaultGateway.ofIPv6(table: table) == "fe80::1%eth0")
            let routable = table.split(separator: "\n").last.map(String.init) ?? ""
            #expect(DefaultGateway.ofIPv6(table: routable) == "2001:db8::1")
        }
    }
#endif
