/// How many files dnsmasq is given at once, and how long it gets for them.
///
/// dnsmasq takes all queued files in one go and answers nobody meanwhile. What a file takes grows
/// with the names it holds in all, and with what else the machine does; so the number of files
/// follows the time that the last group took.
struct DnsmasqPace: Sendable {
    /// Others shall wait no longer than this; a share of the 50 ms that they may wait at most.
    private static let aim: Duration = .milliseconds(10)
    private static let largestGroup = 32
    /// What dnsmasq 2.90 was measured to take for a file, for each name that it holds in all:
    /// two to three walks of 15 to 40 ns.
    private static let costOfName: Duration = .nanoseconds(100)

    /// How many names dnsmasq is given time for.
    var names = 0
    /// How many files make a group.
    private(set) var groupSize = 8

    /// Learns from a group that dnsmasq has read.
    mutating func groupTook(_ duration: Duration) {
        if duration > Self.aim {
            groupSize = max(1, groupSize / 2)
        } else if duration < Self.aim / 3 {
            groupSize = min(Self.largestGroup, groupSize * 2)
        }
    }

    /// What dnsmasq gets for a group where it cannot be asked whether it is done.
    var pause: Duration {
        max(.milliseconds(1), Self.costOfName * names * groupSize)
    }
}
