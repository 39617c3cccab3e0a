/// The number of files that dnsmasq is given at once, and the time it gets for them.
///
/// dnsmasq takes all queued files in one go and answers nobody meanwhile. For each file it looks
/// at all names it has, and once more for each line; how long that takes depends on the machine
/// and on what else it does. So it is learned from the groups before.
struct DnsmasqPace: Sendable {
    /// Others shall wait no longer than this; a share of the 50 ms that they may wait at most.
    private static let aim: Duration = .milliseconds(10)
    /// The time from which on a group was too large, whatever it should have taken.
    private static let tooLong: Duration = .milliseconds(20)
    private static let largestGroup = 64
    /// The cost of a file beside the looks: writing it, and reading it.
    private static let costOfFile: Duration = .microseconds(100)
    /// So many looks take longer than what else happens, and tell what one takes.
    private static let telling = 100_000
    private static let bounds: ClosedRange<Double> = 5e-9...5e-6
    /// The minimum cost of a group: about one file.
    private static let smallestBudget: Duration = .microseconds(100)

    /// The number of names that dnsmasq holds.
    var names = 0
    /// The cost of a look at one name, in seconds: 15 to 40 ns were measured with dnsmasq 2.90.
    private var costOfLook = 30e-9
    /// The maximum cost of a group: less where answers take longer than they should by the costs,
    /// and at first, when nothing is known of the machine.
    private var budget = Self.aim / 4

    /// Returns the number of looks that dnsmasq takes at a name when it reads a file of so many
    /// lines.
    func looks(forLines lines: Int) -> Int {
        (1 + lines) * names
    }

    /// Whether so many files, and the looks that they take, are one group.
    func fits(files: Int, looks: Int) -> Bool {
        files <= Self.largestGroup && Self.costOfFile * files + cost(ofLooks: looks) <= budget
    }

    /// Learns from a group that dnsmasq has read: from its first file on it may have answered nobody.
    mutating func groupTook(_ duration: Duration, files: Int, looks: Int) {
        if duration > Self.tooLong {
            budget = max(min(budget, Self.aim * (Self.aim / duration)), Self.smallestBudget)
        } else {
            budget = min(budget * 1.25, Self.aim)
        }
        guard looks >= Self.telling else { return }
        let rest = max(.zero, duration - Self.costOfFile * files)
        let measured = rest / .seconds(1) / Double(looks)
        costOfLook = min(
            max((costOfLook + measured) / 2, Self.bounds.lowerBound), Self.bounds.upperBound)
    }

    /// Returns the time that dnsmasq gets for a group if it cannot be asked whether it is done.
    func pause(forLooks looks: Int) -> Duration {
        max(.milliseconds(1), cost(ofLooks: looks) * 2)
    }

    private func cost(ofLooks looks: Int) -> Duration {
        .seconds(costOfLook * Double(looks))
    }
}
