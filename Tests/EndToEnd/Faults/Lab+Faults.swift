import Foundation
import TestSupport

extension Lab {
    private struct Connection: Decodable {
        var name: String
    }

    /// Has the broker close every connection to this lab's virtual host.
    ///
    /// - Parameter count: How many there are at least: the broker lists them a moment late.
    /// - Throws: `WaitFailure` where there are not as many in time.
    func closeConnections(atLeast count: Int) async throws {
        var names: [String] = []
        try await eventually("\(count) connections") {
            let data = try await broker.request("GET", "vhosts/\(virtualHost)/connections")
            names = try JSONDecoder().decode([Connection].self, from: data).map(\.name)
            return names.count >= count
        }
        for name in names {
            let path = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? name
            // One that has just been closed by itself is no longer there.
            _ = try? await broker.request("DELETE", "connections/\(path)")
        }
    }
}

extension RunningProgram {
    /// How many lines of standard error have a text.
    func lines(with text: String) -> Int { errorLines.count { $0.contains(text) } }

    /// When it wrote the last line of standard error that has a text; lines begin with the time.
    ///
    /// - Throws: `WaitFailure` where there is none.
    func time(ofLastLine text: String) throws -> Date {
        guard let line = errorLines.last(where: { $0.contains(text) }),
            let time = line.split(separator: " ").first,
            let date = try? Date.ISO8601FormatStyle(includingFractionalSeconds: true)
                .parse(String(time))
        else { throw WaitFailure(description: "no line '\(text)' with a time: \(errors)") }
        return date
    }
}
