import DockerNetwork

/// Which files of the directory hold an address.
///
/// Two names at one address are rare, hence the second file's list apart from the first.
struct AddressIndex: Sendable {
    private struct Holders {
        var first: UInt16
        /// A file stands here once for each further name.
        var others: [UInt16] = []
    }

    private var holders: [IPAddress: Holders] = [:]

    /// The files that hold an address; one may come more than once.
    func files(holding address: IPAddress) -> [UInt16] {
        guard let found = holders[address] else { return [] }
        return [found.first] + found.others
    }

    /// Notes one more name at an address.
    mutating func insert(_ address: IPAddress, file: UInt16) {
        if holders[address] == nil {
            holders[address] = Holders(first: file)
        } else {
            holders[address]?.others.append(file)
        }
    }

    /// Notes that one name at an address is gone.
    mutating func remove(_ address: IPAddress, file: UInt16) {
        guard var found = holders[address] else { return }
        if let index = found.others.firstIndex(of: file) {
            found.others.remove(at: index)
            holders[address] = found
        } else if found.first == file {
            guard let next = found.others.popLast() else {
                holders[address] = nil
                return
            }
            found.first = next
            holders[address] = found
        }
    }
}
