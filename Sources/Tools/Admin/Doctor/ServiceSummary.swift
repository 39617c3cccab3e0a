internal import FoundationEssentials

/// The parts of a running service as `/v1/summary` tells of them, as far as a diagnosis needs it.
struct ServiceSummary: Decodable {
    struct Service: Decodable {
        var version: String
    }

    struct Failure: Decodable {
        var message: String
    }

    struct Transport: Decodable {
        var name: String
        var connected: Bool
        var hearing: Bool
        /// The milliseconds that its last probe was on its way; nil: none has come back.
        var lagMs: Double?
        var lastError: Failure?
    }

    struct Sink: Decodable {
        var name: String
        var required: Bool
        var current: Bool
        /// The number of changes that it lacks; nil: all.
        var pending: Int?
        var lastError: Failure?
    }

    struct Refusal: Decodable {
        var cause: String
        var user: String
        var count: UInt64
        /// The time of the last refusal, as RFC 3339 has it.
        var last: String
        var message: String
    }

    var service: Service
    var transports: [Transport]
    var sinks: [Sink]
    /// The most frequent first.
    var refusals: [Refusal]

    /// Reads a summary, or returns nil where the text is none.
    init?(_ text: String) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let summary = try? decoder.decode(Self.self, from: Data(text.utf8)) else {
            return nil
        }
        self = summary
    }
}
