#if Admin
    import DockerNetworkSystem
    import Testing
    import TestSupport

    @testable import DockerNetworkAdmin

    @Suite("Requests to the admin server")
    struct HTTPRequestTests {
        private func read(_ text: String) -> HTTPRequest.Reading {
            HTTPRequest.read(Array(text.utf8))
        }

        @Test("a request is read with what matters of it")
        func plain() {
            let request = HTTPRequest(
                path: "/v1/status", host: "localhost:9380", accept: "text/plain, */*")
            #expect(
                read(
                    "GET /v1/status?x=1 HTTP/1.1\r\nhOST:  localhost:9380 \r\n"
                        + "Accept: Text/Plain, */*\r\nCookie: a\r\n\r\nrest") == .complete(request))
            #expect(request.wantsText)
            #expect(read("GET / HTTP/1.0\r\n\r\n") == .complete(HTTPRequest(path: "/")))
        }

        @Test("what is no such request is rejected with the reason")
        func rejected() {
            let host = "\r\nHost: a\r\n"
            let heads: [(String, HTTPStatus)] = [
                ("POST / HTTP/1.1\(host)", .methodNotAllowed),
                ("HEAD / HTTP/1.1\(host)", .methodNotAllowed),
                ("GET / HTTP/2\(host)", .versionNotSupported), ("GET /\(host)", .badRequest),
                ("GET http://a/ HTTP/1.1\(host)", .badRequest), ("\(host)", .badRequest),
                ("GET / HTTP/1.1\r\n", .badRequest), ("GET  / HTTP/1.1\(host)", .badRequest),
                ("GET / HTTP/1.1\(host)Host: b\r\n", .badRequest),
                ("GET / HTTP/1.1\(host) folded\r\n", .badRequest),
                ("GET / HTTP/1.1\(host)A : b\r\n", .badRequest),
                ("GET / HTTP/1.1\(host)A: \u{0}\r\n", .badRequest),
                ("GET / HTTP/1.1\(host)A: b\nC: d\r\n", .badRequest),
                ("GET /é HTTP/1.1\(host)", .badRequest), ("GET / HTTP/1.1\r\n: a\r\n", .badRequest),
            ]
            for (head, status) in heads {
                #expect(read(head + "\r\n") == .rejected(status), "\(head)")
            }
        }

        @Test("a head has at most 8 KiB, however it comes")
        func long() {
            let start = "GET / HTTP/1.1\r\nHost: a\r\nA: "
            let room = HTTPRequest.longestHead - start.utf8.count
            #expect(
                read(start + String(repeating: "a", count: room) + "\r\n\r\n")
                    != .rejected(.headTooLong))
            let tooLong = start + String(repeating: "a", count: room + 1)
            #expect(read(tooLong) == .rejected(.headTooLong))
            #expect(read(tooLong + "\r\n\r\n") == .rejected(.headTooLong))
            #expect(read(start) == .incomplete && read("") == .incomplete)
        }

        @Test("a head is found wherever it is cut, and random bytes do no harm")
        func pieces() {
            let head = Array("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
            for cut in 0..<head.count {
                #expect(HTTPRequest.read(Array(head[..<cut])) == .incomplete)
                guard case .complete = HTTPRequest.read(head, searched: cut) else {
                    Issue.record("not found with \(cut) bytes searched")
                    continue
                }
            }
            var generator = SeededGenerator(seed: 19)
            for _ in 0..<5_000 {
                var bytes = head
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let index = Int.random(in: 0..<bytes.count, using: &generator)
                    bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
                }
                if case .complete(let request) = HTTPRequest.read(bytes) {
                    #expect(request.path.hasPrefix("/"))
                }
            }
        }

        @Test("a page whose name was made to lead here is refused")
        func hosts() throws {
            let loopback = try #require(SocketName(address: [127, 0, 0, 1], port: 9_380))
            let other = try #require(SocketName(address: [10, 0, 0, 1], port: 9_380))
            let all = try #require(SocketName(address: [0, 0, 0, 0], port: 9_380))
            let fields: [(String?, Bool, Bool, Bool)] = [
                ("localhost", true, true, true), ("LOCALHOST:9380", true, true, true),
                ("127.0.0.1:9380", true, true, true), ("127.8.8.8", true, true, true),
                ("[::1]:80", true, true, true), ("[::1]", true, true, true),
                ("10.0.0.1", false, true, true), ("192.168.1.1:1", false, false, true),
                ("evil.example", false, false, false),
                ("localhost.evil.example", false, false, false),
                ("127.0.0.1.evil.example", false, false, false), ("", false, false, false),
                (nil, false, false, false), ("localhost:x", false, false, false),
                ("[::1", false, false, false), ("2130706433", false, false, false),
            ]
            for (field, byLoopback, byOther, byAll) in fields {
                #expect(HostRule.address(loopback).allows(field) == byLoopback, "\(field ?? "nil")")
                #expect(HostRule.address(other).allows(field) == byOther, "\(field ?? "nil")")
                #expect(HostRule.address(all).allows(field) == byAll, "\(field ?? "nil")")
                #expect(HostRule.any.allows(field))
            }
        }
    }
#endif
