import Testing

@testable import DockerNetwork

@Suite struct AnswerQueueTests {
    private func answers(_ tokens: ClosedRange<UInt64>) -> Answers {
        Answers(tokens: tokens.map { Delivery.Token(rawValue: $0) })
    }

    @Test func whatWaitsGoesOutTogetherInItsOrder() async {
        let queue = AnswerQueue()
        queue.append(answers(1...2))
        queue.append(Answers(requestsResync: true))
        queue.append(answers(3...3))
        let taken = await queue.next()
        #expect(taken?.tokens.map(\.rawValue) == [1, 2, 3])
        #expect(taken?.requestsResync == true)
    }

    @Test func noMoreIsTakenAtOnceThanAConnectionCanSendInItsTurn() async {
        let queue = AnswerQueue()
        for first in stride(from: 1, to: 1_600, by: 400) as StrideTo<UInt64> {
            queue.append(answers(first...first + 399))
        }
        queue.append(answers(2_000...4_000))
        queue.finish()
        #expect(await queue.next()?.tokens.count == 800)
        #expect(await queue.next()?.tokens.count == 800)
        #expect(await queue.next()?.tokens.count == 2_001)
        #expect(await queue.next() == nil)
    }

    @Test func whoWaitsGetsWhatComesAndTheEnd() async {
        let queue = AnswerQueue()
        let task = Task {
            var count = 0
            while let answers = await queue.next() { count += answers.tokens.count }
            return count
        }
        queue.append(answers(1...1))
        await Task.yield()
        queue.append(answers(2...3))
        queue.finish()
        #expect(await task.value == 3)
    }

    @Test func aTaskThatIsCancelledWaitsNoLonger() async {
        let queue = AnswerQueue()
        let task = Task { await queue.next() }
        task.cancel()
        #expect(await task.value == nil)
    }
}
