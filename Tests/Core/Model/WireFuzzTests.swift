import TestSupport
import Testing

@testable import DockerNetwork

/// Hostile bodies with hostile headers.
@Suite struct WireFuzzTests {
    private static let bodies = [
        "172.17.0.2:my-cool-host:up", "172.17.0.2:web:down", "fd00::2:web.shop:up",
        "::ffff:10.0.0.1:web:up", "10.0.0.1:a.docker.docker:up", "127.0.0.1:web:up", "::", ":::",
    ]
    private static let integers: [Int64] = [
        .min, -1, 0, 1, 30, 2_592_000, 2_592_001, 1_700_000_000_000, .max,
    ]

    @Test func whatIsReadIsValidAndReadsBackAsItself() async throws {
        var texts = FuzzText(
            "wire", seed: 0x817E, samples: Self.bodies, alphabet: "0123456789abf:..-:updown\n")
        var valid = 0
        while await texts.goesOn() {
            let headers = Self.randomHeaders(using: &texts.generator)
            let message = WireMessage(body: texts.next(), headers: headers)
            do throws(WireError) {
                let announcement = try message.announcement(in: .docker)
                valid += 1
                check(announcement, readFrom: headers)
                let again = try WireMessage(announcement).announcement(in: .docker)
                #expect(again == announcement, "\(message)")
            } catch {
                // What is logged is one line, of this program's words.
                #expect(error.description.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
            }
        }
        #expect(valid > texts.count / 50)
        texts.finish()
    }

    private func check(
        _ announcement: Announcement, readFrom headers: [WireHeader: WireValue]
    ) {
        #expect(announcement.registration.address.unreachableReason == nil)
        #expect((announcement.origin == nil) == headers.keys.allSatisfy { $0 == .lease })
        #expect((announcement.lease == nil) == (headers[.lease] == nil))
        if let origin = announcement.origin {
            #expect(origin.started >= 0 && origin.sequence >= 1)
            #expect(headers[.sequence] == .integer(origin.sequence))
        }
        if let lease = announcement.lease {
            #expect(Lease.bounds.contains(lease.seconds))
            #expect(headers[.lease] == .integer(lease.seconds))
        }
    }

    private static func randomHeaders(
        using generator: inout SeededGenerator
    ) -> [WireHeader: WireValue] {
        if generator.chance(0.3) { return [:] }
        var headers: [WireHeader: WireValue] = [
            .instance: .text(InstanceID.random(using: &generator).description),
            .started: .integer(.random(in: 0 ... .max, using: &generator)),
            .sequence: .integer(.random(in: 1 ... .max, using: &generator)),
            .lease: .integer(.random(in: Lease.bounds, using: &generator)),
        ]
        for header in WireHeader.allCases where generator.chance(0.15) {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: headers[header] = nil
            case 1: headers[header] = .other
            case 2: headers[header] = .text(generator.chance(0.5) ? "" : "30")
            default:
                headers[header] = integers.randomElement(using: &generator).map { .integer($0) }
            }
        }
        return headers
    }
}
