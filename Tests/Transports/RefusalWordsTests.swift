#if RabbitMQManagement
    import Testing

    @testable import DockerNetworkHTTP
    @testable import DockerNetworkRabbitMQManagement

    /// What the management API's words mean, where no broker says them on demand.
    struct RefusalWordsTests {
        @Test(arguments: [
            ("320 an operator closed it", APIRefusal.Kind.connectionForced),
            ("CONNECTION_FORCED - broker forced connection closure", .connectionForced),
            ("3200 is no reply code", .badRequest),
        ])
        func aForcedEndIsNoBadRequest(reason: String, kind: APIRefusal.Kind) throws {
            let body = #"{"error":"bad_request","reason":"\#(reason)"}"#
            let refusal = try #require(
                APIRefusal(
                    HTTPResponse(
                        status: 400, content: .success(try JSONParser.parse(Array(body.utf8))))))
            #expect(refusal.kind == kind)
            #expect(refusal.reason == reason)
        }
    }
#endif
