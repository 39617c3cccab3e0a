#if RabbitMQ
    import Testing

    @testable import DockerNetworkRabbitMQ

    @Suite struct CoalescingTests {
        private let start = ContinuousClock.now

        private func at(_ milliseconds: Double) -> ContinuousClock.Instant {
            start + .milliseconds(milliseconds)
        }

        @Test func oneThatComesAloneHasNoDelay() {
            var coalescing = Coalescing(at: start)
            coalescing.gave(1, hasMore: false, at: at(10))
            #expect(coalescing.end == nil)
            coalescing.gave(1, hasMore: false, at: at(13))
            #expect(coalescing.end == nil)
        }

        @Test func whatFollowsSoonIsGathered() {
            var coalescing = Coalescing(at: start)
            coalescing.gave(1, hasMore: false, at: at(10))
            coalescing.gave(1, hasMore: false, at: at(11))
            #expect(coalescing.end == at(16))
            coalescing.advance(to: at(15))
            #expect(coalescing.end != nil)
            coalescing.advance(to: at(16))
            #expect(coalescing.end == nil)
        }

        @Test func severalAreFollowedByMore() {
            var coalescing = Coalescing(at: start)
            coalescing.gave(2, hasMore: false, at: at(10))
            #expect(coalescing.end == at(15))
        }

        @Test func aLargeBatchAndOneWithMoreBehindItNeedNoDelay() {
            var coalescing = Coalescing(at: start)
            coalescing.gave(64, hasMore: false, at: at(10))
            coalescing.gave(2, hasMore: true, at: at(11))
            #expect(coalescing.end == nil)
        }
    }
#endif
