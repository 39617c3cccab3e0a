package import DockerNetwork

extension Delivery {
    /// Reads a message; what is no announcement becomes `.malformed`.
    package init(_ message: IncomingMessage, number: UInt64, domain: Domain) {
        let content: Content
        if let probe = message.probe {
            content = .probe(probe)
        } else if message.bodySize > UInt64(AnnouncementBody.longest) {
            content = .malformed(.tooLong(Int(clamping: message.bodySize)))
        } else {
            let wire = WireMessage(body: message.body, headers: message.headers)
            do throws(WireError) {
                content = .announcement(try wire.announcement(in: domain))
            } catch {
                content = .malformed(error)
            }
        }
        self.init(
            token: Token(rawValue: number), content: content, messageID: message.messageID,
            user: message.userID, replyAddress: message.replyAddress)
    }
}
