internal import DequeModule

/// Elements that wait, served in turns: the senders one after the other, and of a sender its
/// instances.
///
/// Whoever floods, under however many instances, makes only itself wait. What one instance of a
/// sender brought keeps its order, and so does what the sender brought without one.
///
/// Appending and taking cost constant time on average, whatever waits.
package struct FairQueue<Element: Sendable>: Sendable {
    /// The choice of the element that is served after the oldest.
    package enum Order: Sendable {
        /// Always the oldest.
        case oldestFirst
        /// The newest instance, and the newest element of one, in every second turn: who comes
        /// behind a flood of its own sender need not wait for all of that.
        case newestBetween
    }

    private var lines: [Sender: Line] = [:]
    /// The senders that have something, in the order of their turns.
    private var order: Deque<Sender> = []
    private let elementOrder: Order
    /// The number of elements that wait.
    package private(set) var count = 0

    /// Nothing waits.
    package init(_ order: Order = .oldestFirst) {
        elementOrder = order
    }

    /// Whether nothing waits.
    package var isEmpty: Bool { count == 0 }

    /// The number of elements of a sender that wait.
    package func count(of sender: Sender) -> Int {
        lines[sender]?.count ?? 0
    }

    /// Puts an element behind the others of its instance; nil: those without one.
    package mutating func append(_ element: Element, of sender: Sender, _ instance: InstanceID?) {
        if lines[sender] == nil { order.append(sender) }
        lines[sender, default: Line()].append(element, instance)
        count += 1
    }

    /// Takes the element whose turn it is.
    package mutating func popFirst() -> Element? {
        guard let sender = order.popFirst(), let element = lines[sender]?.popFirst(elementOrder)
        else { return nil }
        count -= 1
        if lines[sender]?.count == 0 {
            lines[sender] = nil
        } else {
            order.append(sender)
        }
        // Empty collections keep the room that they once needed.
        if isEmpty, lines.capacity > 1024 || order.count > 1024 { self = Self(elementOrder) }
        return element
    }

    /// Forgets elements without their turn.
    package mutating func removeAll(where isGone: (Element) -> Bool) {
        for sender in order { lines[sender]?.removeAll(where: isGone) }
        order.removeAll { lines[$0]?.count == 0 }
        lines = lines.filter { $0.value.count > 0 }
        count = lines.values.reduce(0) { $0 + $1.count }
    }

    /// The elements of one sender.
    private struct Line: Sendable {
        private struct Subqueue: Sendable {
            /// No other subqueue of the line has it: an instance that comes back is another subqueue.
            let ticket: UInt64
            var elements: Deque<Element> = []
            var servesNewest = false

            mutating func popFirst(_ order: Order) -> Element? {
                guard order == .newestBetween else { return elements.popFirst() }
                defer { servesNewest.toggle() }
                return servesNewest ? elements.popLast() : elements.popFirst()
            }
        }

        private struct Place: Sendable {
            var instance: InstanceID?
            var ticket: UInt64
        }

        private var subqueues: [InstanceID?: Subqueue] = [:]
        /// The subqueues in the order of their turns, and some that are gone.
        private var order: Deque<Place> = []
        /// Those that came last, the newest at the end, and some that are gone or had a turn.
        private var newest: [Place] = []
        private var servesNewest = false
        private var lastTicket: UInt64 = 0
        private(set) var count = 0

        mutating func append(_ element: Element, _ instance: InstanceID?) {
            if subqueues[instance] == nil {
                lastTicket += 1
                subqueues[instance] = Subqueue(ticket: lastTicket)
                let place = Place(instance: instance, ticket: lastTicket)
                order.append(place)
                newest.append(place)
            }
            subqueues.modify(instance) { $0.elements.append(element) }
            count += 1
        }

        mutating func popFirst(_ elementOrder: Order) -> Element? {
            if elementOrder == .newestBetween, servesNewest, let place = popNewest() {
                servesNewest = false
                return serve(place, elementOrder)
            }
            servesNewest = true
            while let place = order.popFirst() {
                guard subqueues[place.instance]?.ticket == place.ticket else { continue }
                let element = serve(place, elementOrder)
                if subqueues[place.instance]?.ticket == place.ticket { order.append(place) }
                forgetOld()
                return element
            }
            return nil
        }

        mutating func removeAll(where isGone: (Element) -> Bool) {
            for instance in subqueues.keys {
                subqueues[instance]?.elements.removeAll(where: isGone)
            }
            subqueues = subqueues.filter { !$0.value.elements.isEmpty }
            count = subqueues.values.reduce(0) { $0 + $1.elements.count }
            order.removeAll { subqueues[$0.instance]?.ticket != $0.ticket }
            newest.removeAll { subqueues[$0.instance]?.ticket != $0.ticket }
        }

        /// A subqueue that came last and is still there; it keeps its place among the others.
        private mutating func popNewest() -> Place? {
            while let place = newest.popLast() {
                if subqueues[place.instance]?.ticket == place.ticket { return place }
            }
            return nil
        }

        private mutating func serve(_ place: Place, _ elementOrder: Order) -> Element? {
            let element = subqueues[place.instance]?.popFirst(elementOrder)
            if element != nil { count -= 1 }
            if subqueues[place.instance]?.elements.isEmpty == true {
                subqueues[place.instance] = nil
            }
            return element
        }

        /// Lets places go whose subqueues are gone, once they are many.
        private mutating func forgetOld() {
            guard newest.count > 2 * subqueues.count + 64 else { return }
            newest.removeAll { subqueues[$0.instance]?.ticket != $0.ticket }
        }
    }
}
