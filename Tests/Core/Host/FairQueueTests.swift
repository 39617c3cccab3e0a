import TestSupport
import Testing

@testable import DockerNetwork

@Suite struct FairQueueTests {
    private struct Item: Hashable {
        var sender: Int
        var instance: Int
        var number: Int
    }

    private func append(_ item: Item, to turns: inout FairQueue<Item>) {
        turns.append(
            item, of: Sender(name: "\(item.sender)"),
            item.instance == 0 ? nil : InstanceID(rawValue: UInt128(item.instance)))
    }

    /// Whatever comes and goes, in both orders: nothing is lost, and what keeps its order does.
    @Test(arguments: [FairQueue<Int>.Order.oldestFirst, .newestBetween], 1...20)
    func nothingIsLost(order: FairQueue<Int>.Order, seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var turns = FairQueue<Item>(order == .oldestFirst ? .oldestFirst : .newestBetween)
        var waiting: Set<Item> = []
        var last: [String: Int] = [:]
        for number in 0..<3_000 {
            if Int.random(in: 0..<5, using: &generator) < 3 {
                let item = Item(
                    sender: .random(in: 0..<4, using: &generator),
                    instance: .random(in: 0..<50, using: &generator), number: number)
                append(item, to: &turns)
                waiting.insert(item)
            } else if let item = turns.popFirst() {
                #expect(waiting.remove(item) != nil)
                guard order == .oldestFirst else { continue }
                let key = "\(item.sender) \(item.instance)"
                #expect(last[key] ?? -1 < item.number)
                last[key] = item.number
            }
            #expect(turns.count == waiting.count)
        }
        turns.removeAll { $0.number % 2 == 0 }
        waiting = waiting.filter { $0.number % 2 != 0 }
        while let item = turns.popFirst() { #expect(waiting.remove(item) != nil) }
        #expect(waiting.isEmpty && turns.isEmpty)
    }

    @Test func sendersTakeTurnsAndWithinThemInstances() {
        var turns = FairQueue<Item>()
        for number in 0..<6 {
            append(Item(sender: 1, instance: number % 2 + 1, number: number), to: &turns)
        }
        append(Item(sender: 2, instance: 0, number: 6), to: &turns)
        append(Item(sender: 2, instance: 0, number: 7), to: &turns)
        var numbers: [Int] = []
        while let item = turns.popFirst() { numbers.append(item.number) }
        #expect(numbers == [0, 6, 1, 7, 2, 3, 4, 5])
    }

    /// An instance that comes back again and again gains no second place among the others.
    @Test func whoComesBackHasOneTurn() {
        var turns = FairQueue<Item>(.newestBetween)
        for number in 0..<100 {
            append(Item(sender: 1, instance: 1, number: number), to: &turns)
            append(Item(sender: 1, instance: 2, number: number), to: &turns)
        }
        var served = [1: 0, 2: 0]
        for number in 0..<100 {
            append(Item(sender: 1, instance: 3, number: number), to: &turns)
            for _ in 0..<3 {
                if let item = turns.popFirst() { served[item.instance, default: 0] += 1 }
            }
        }
        #expect(served[3] ?? 0 <= 102)
        #expect(served[1] ?? 0 > 50 && served[2] ?? 0 > 50, "\(served)")
    }
}
