internal import Synchronization

/// Reads server-sent events of one line of data each.
final class EventReader: Sendable {
    /// No event of an admin server has a longer line.
    private static let longestLine = 65_536

    private struct State {
        var line: [UInt8] = []
        var name = ""
    }

    private let state = Mutex(State())
    private let onEvent: @Sendable (String, String) -> Void

    /// - Parameter onEvent: Gets the name and the data of each event.
    init(_ onEvent: @escaping @Sendable (String, String) -> Void) {
        self.onEvent = onEvent
    }

    /// Reads the next part of the stream.
    func read(_ piece: ArraySlice<UInt8>) {
        for event in events(in: piece) { onEvent(event.name, event.data) }
    }

    private func events(in piece: ArraySlice<UInt8>) -> [(name: String, data: String)] {
        state.withLock { state in
            var events: [(name: String, data: String)] = []
            for byte in piece {
                guard byte == UInt8(ascii: "\n") else {
                    if state.line.count < Self.longestLine { state.line.append(byte) }
                    continue
                }
                let line = String(decoding: state.line, as: UTF8.self)
                state.line.removeAll(keepingCapacity: true)
                if line.hasPrefix("event: ") {
                    state.name = String(line.dropFirst(7))
                } else if line.hasPrefix("data: ") {
                    events.append((state.name, String(line.dropFirst(6))))
                }
            }
            return events
        }
    }
}
