/// The positions of the labels of a name.
struct NameLabels {
    /// The number of labels, without the root's: 127 at most.
    private(set) var count = 0
    private var starts = InlineArray<128, UInt8>(repeating: 0)

    /// Finds the labels of a valid, uncompressed name of at most 255 bytes.
    init(_ name: UnsafeRawBufferPointer) {
        var index = 0
        while index < name.count, name[index] != 0, count < 127 {
            starts[count] = UInt8(index)
            count += 1
            index += 1 + Int(name[index])
        }
    }

    /// Returns the position of a label's length byte; behind the last one: the root's.
    func start(of label: Int) -> Int { Int(starts[label]) }

    /// The bytes of a label.
    func bytes(at label: Int, in name: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let start = start(of: label)
        return UnsafeRawBufferPointer(rebasing: name[(start + 1)...(start + Int(name[start]))])
    }

    /// Whether a label is this text.
    func `is`(_ text: StaticString, at label: Int, in name: UnsafeRawBufferPointer) -> Bool {
        text.withUTF8Buffer { bytes(at: label, in: name).elementsEqual($0) }
    }
}
