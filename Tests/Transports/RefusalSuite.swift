#if RabbitMQ
    import DockerNetwork
    import Testing

    /// Tests of what a broker refuses: each gets the right code and one line that says what, where and
    /// what to do.
    protocol RefusalSuite {
        /// What each line begins with.
        static var scheme: String { get }
    }

    extension RefusalSuite {
        /// Expects that opening both kinds of connection fails with `code` and all of `words`.
        func expectRefusal(
            by transport: any Transport, _ code: TransportError.Code, _ words: [String]
        ) async {
            let publisher = await failure { _ = try await transport.openPublisher(.init()) }
            check(publisher, code, words)
            let host = await failure { _ = try await transport.openSubscription(.one) }
            check(host, code, words)
        }

        /// Expects an error with `code` and all of `words`, and without the password.
        func check(_ error: TransportError?, _ code: TransportError.Code, _ words: [String]) {
            #expect(error?.code == code, "\(error?.message ?? "no error")")
            for word in words {
                #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
            }
            #expect(error?.message.contains(LabVirtualHost.password) == false)
            #expect(error?.message.contains { $0.isNewline } == false)
            #expect(error?.message.hasPrefix(Self.scheme) == true)
        }
    }
#endif
