import DockerNetwork
import DockerNetworkConnection

/// The messages that the host has not acknowledged, and how much more of each client may be read.
struct Backlog {
    /// So many messages of one client wait for the host at most, and of one sender.
    private static let mostOfClient = 5_000
    private static let mostOfSender = 20_000
    /// Once so many of all senders wait, each client gets a small share.
    private static let many = 50_000
    /// The share: those that flood keep nobody else out.
    private static let share = 16
    /// Beyond so many nobody is read, nor accepted: clients that come, speak and go.
    private static let mostArrived = 200_000
    /// A client that has so many bytes to read gets none more by sending.
    private static let mostUnsentBytes = 65_536

    private var arrived = Inbox()
    private var nextToken: UInt64 = 1
    /// The clients of the messages that are not acknowledged, by token.
    private var owners: [UInt64: Client] = [:]
    /// The number of those messages by sender.
    private var outstanding: [Sender: Int] = [:]

    /// Whether so much has arrived that nobody may be read.
    var isFull: Bool { arrived.count >= Self.mostArrived }

    /// Whether more of a client may be read now.
    func mayRead(_ client: Client) -> Bool {
        guard client.unsentBytes < Self.mostUnsentBytes, !isFull else { return false }
        let ofSender = max(arrived.count(of: client.sender), outstanding[client.sender] ?? 0)
        let all = max(arrived.count, owners.count)
        guard ofSender < Self.mostOfSender, all < Self.many else {
            // What clients left that are gone counts for their sender, too.
            return client.outstanding.count < Self.share
                && arrived.count(of: client.sender) < 2 * Self.mostOfSender
        }
        return client.outstanding.count < Self.mostOfClient
    }

    /// Puts a message where the next batches take it from.
    ///
    /// - Parameters:
    ///   - content: What it says.
    ///   - client: Who sent it.
    ///   - messageID: Its identity, where it has one.
    ///   - correlation: What a receipt shall refer to, where one is wanted.
    mutating func append(
        _ content: Delivery.Content, of client: Client, messageID: String? = nil,
        answering correlation: String? = nil
    ) {
        let token = makeToken()
        client.outstanding.insert(token.rawValue)
        owners[token.rawValue] = client
        count(1, of: client.sender)
        let address = correlation.map { ReplyAddress(route: String(client.key), correlation: $0) }
        arrived.append(
            Delivery(
                token: token, content: content, messageID: messageID, user: client.user,
                sender: client.sender, client: client.id, replyAddress: address))
    }

    /// Puts a probe behind everything that has arrived.
    mutating func append(_ probe: ProbeID) {
        arrived.appendBehindAll(Delivery(token: makeToken(), content: .probe(probe)))
    }

    /// Notes that a client is gone: what ends with it comes, and then its end; what it sent counts for
    /// nobody any more.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - withdraws: Whether what it announced ends with it.
    mutating func end(_ client: Client, withdraws: Bool) {
        for token in client.outstanding { owners[token] = nil }
        count(-client.outstanding.count, of: client.sender)
        client.outstanding = []
        if withdraws {
            for withdrawal in client.withdrawals {
                arrived.append(delivery(.announcement(withdrawal), of: client))
            }
        }
        if client.hasSpoken { arrived.appendBehindAll(delivery(.left, of: client)) }
    }

    /// Lets more of those come who sent these.
    mutating func acknowledge(_ tokens: [Delivery.Token]) {
        for token in tokens {
            guard let client = owners.removeValue(forKey: token.rawValue) else { continue }
            client.outstanding.remove(token.rawValue)
            count(-1, of: client.sender)
        }
    }

    /// Gives what has arrived to whoever waits for it.
    mutating func give(to waiter: inout BatchWaiter) {
        waiter.give(from: &arrived)
    }

    /// Something of a client that is gone: nothing more of it is held back until that is acknowledged.
    private mutating func delivery(_ content: Delivery.Content, of client: Client) -> Delivery {
        Delivery(
            token: makeToken(), content: content, user: client.user, sender: client.sender,
            client: client.id)
    }

    private mutating func makeToken() -> Delivery.Token {
        defer { nextToken += 1 }
        return Delivery.Token(rawValue: nextToken)
    }

    private mutating func count(_ difference: Int, of sender: Sender) {
        outstanding[sender, default: 0] += difference
        if outstanding[sender] == 0 { outstanding[sender] = nil }
    }
}
