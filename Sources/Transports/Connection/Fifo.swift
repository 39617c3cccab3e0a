/// A queue: appended at its end, taken from its front, both in constant time on average.
package struct Fifo<Element> {
    private var elements: [Element] = []
    private var head = 0

    /// An empty queue.
    package init() {}

    package var isEmpty: Bool { head == elements.count }
    package var count: Int { elements.count - head }
    package var first: Element? { isEmpty ? nil : elements[head] }

    /// The element `index` places behind the front.
    package subscript(_ index: Int) -> Element {
        get { elements[head + index] }
        set { elements[head + index] = newValue }
    }

    package mutating func append(_ element: Element) {
        elements.append(element)
    }

    /// The first elements, at most `limit`.
    package func prefix(_ limit: Int) -> [Element] {
        Array(elements[head..<(head + Swift.min(limit, count))])
    }

    /// Takes the first `count` away; what is left moves to the front now and then.
    package mutating func removeFirst(_ count: Int = 1) {
        head += count
        if head == elements.count {
            elements.removeAll(keepingCapacity: elements.capacity <= 1024)
            head = 0
        } else if head > 1024, head > elements.count / 2 {
            elements.removeFirst(head)
            head = 0
        }
    }

    package mutating func removeAll() {
        elements = []
        head = 0
    }
}

extension Fifo: Sendable where Element: Sendable {}
