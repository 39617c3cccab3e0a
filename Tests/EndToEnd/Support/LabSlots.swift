/// How many labs run at once: each has a name server and a host service, and a machine with few
/// cores that starts all of them together answers nobody in time.
actor LabSlots {
    static let shared = LabSlots(4)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) {
        free = count
    }

    func take() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func giveBack() {
        guard waiting.isEmpty else {
            // The slot goes from hand to hand, and is not counted meanwhile.
            waiting.removeFirst().resume()
            return
        }
        free += 1
    }
}
