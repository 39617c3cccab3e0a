import DockerNetwork

/// One thing that every transport must do, and how it is checked.
public enum TransportRule: String, Sendable, CaseIterable {
    /// Body, origin, lease, message id, user and reply address arrive as they were sent.
    case deliversEveryField = "delivers every field"
    /// A message of 2014, and a down, arrive without an origin.
    case deliversBareMessages = "delivers messages of 2014"
    /// What one emitter says about one registration arrives in its order.
    case keepsOrder = "keeps the order"
    /// What a publish returned for arrives, although the emitter ends at once.
    case deliversWhatWasAccepted = "delivers what was accepted before the emitter ended"
    /// What is published again arrives with the identity it had, and changes nothing more.
    case keepsIdentities = "keeps the identity of what is published again"
    /// A host and an emitter that connect again find each other.
    case reconnects = "connects again"
    /// Publishes that overlap are all answered, each for itself.
    case answersOverlappingPublishes = "answers overlapping publishes"
    /// A batch is no longer than asked for, and what is left comes next.
    case keepsBatchLimit = "keeps to the limit of a batch"
    /// Who publishes while no host is there is told so.
    case tellsThatNobodyHears = "tells that nobody hears"
    /// Two hosts of different names each get everything.
    case reachesEveryHost = "reaches every host"
    /// What was not acknowledged comes again after the connection ended, and only that.
    case deliversAgain = "delivers again what was not acknowledged"
    /// What is announced while the host is away waits for it.
    case waitsForTheHost = "waits for a host that is away"
    /// Acknowledging in any order takes everything off.
    case acknowledgesInAnyOrder = "acknowledges in any order"
    /// A cancelled `nextBatch` throws at once and loses nothing.
    case cancelsNextBatch = "cancels nextBatch"
    /// A cancelled `nextSignal` throws at once and loses nothing.
    case cancelsNextSignal = "cancels nextSignal"
    /// A publish in a cancelled task throws at once, and the connection goes on.
    case cancelsPublish = "cancels publish"
    /// Opening in a cancelled task comes back at once, and is in nobody's way.
    case cancelsOpening = "cancels opening"
    /// Once closed, every call of a publisher throws `.closed`, and so does one that waited.
    case closesThePublisher = "closes the publisher"
    /// Once closed, every call of a subscription throws `.closed`, and so does one that waited.
    case closesTheSubscription = "closes the subscription"
    /// What is no announcement arrives as `.malformed` and can be acknowledged.
    case refusesBadBodies = "refuses bodies that are no announcement"
    /// An identity that is too long for some wire is refused, and what stands beside it is not.
    case refusesLongIdentities = "refuses an identity that is too long"
    /// Receipts come back to the emitter that asked, and to no other.
    case carriesReceipts = "carries receipts"
    /// A receipt for an emitter that is gone is no error.
    case forgivesGoneEmitters = "forgives a gone emitter"
    /// A probe comes back to the host that sent it, behind what was announced before it.
    case returnsProbes = "returns probes"
    /// A resync request reaches every emitter that listens.
    case carriesResync = "carries resync requests"

    /// What has arrived is given out in turns of instances: a flood of one keeps no other waiting.
    case servesInstancesInTurns = "serves instances in turns"
    /// And of senders: a flood of one under many instances keeps no other waiting.
    case servesSendersInTurns = "serves senders in turns"
    /// A client gets one receipt a registration, the newest, however often it asks.
    case sendsOneReceipt = "sends one receipt a registration"
    /// That an emitter's connection has ended comes behind everything it said.
    case tellsDepartures = "tells that an emitter has left"

    /// What a transport must be capable of for the rule to apply.
    var needs: TransportCapabilities {
        switch self {
        case .reachesEveryHost: .fanout
        case .deliversAgain, .waitsForTheHost, .acknowledgesInAnyOrder: .durable
        case .carriesReceipts, .forgivesGoneEmitters, .sendsOneReceipt: .receipts
        case .carriesResync, .cancelsNextSignal: .resync
        default: []
        }
    }

    /// Whether the rule needs to put bodies on the wire past every check.
    var needsInjection: Bool { self == .refusesBadBodies }

    /// What a transport must do for its senders for the rule to apply.
    var needsFairness: TransportConformance.Fairness {
        switch self {
        case .servesInstancesInTurns: .instances
        case .servesSendersInTurns: .senders
        case .tellsDepartures: .departures
        default: []
        }
    }

    func check(_ fixture: TransportFixture) async throws {
        switch self {
        case .deliversEveryField: try await fixture.checkDeliversEveryField()
        case .deliversBareMessages: try await fixture.checkDeliversBareMessages()
        case .keepsOrder: try await fixture.checkKeepsOrder()
        case .deliversWhatWasAccepted: try await fixture.checkDeliversWhatWasAccepted()
        case .keepsIdentities: try await fixture.checkKeepsIdentities()
        case .reconnects: try await fixture.checkReconnects()
        case .cancelsOpening: try await fixture.checkCancelsOpening()
        case .refusesLongIdentities: try await fixture.checkRefusesLongIdentities()
        case .answersOverlappingPublishes: try await fixture.checkAnswersOverlappingPublishes()
        case .keepsBatchLimit: try await fixture.checkKeepsBatchLimit()
        case .tellsThatNobodyHears: try await fixture.checkTellsThatNobodyHears()
        case .reachesEveryHost: try await fixture.checkReachesEveryHost()
        case .deliversAgain: try await fixture.checkDeliversAgain()
        case .waitsForTheHost: try await fixture.checkWaitsForTheHost()
        case .acknowledgesInAnyOrder: try await fixture.checkAcknowledgesInAnyOrder()
        case .cancelsNextBatch: try await fixture.checkCancelsNextBatch()
        case .cancelsNextSignal: try await fixture.checkCancelsNextSignal()
        case .cancelsPublish: try await fixture.checkCancelsPublish()
        case .closesThePublisher: try await fixture.checkClosesThePublisher()
        case .closesTheSubscription: try await fixture.checkClosesTheSubscription()
        case .refusesBadBodies: try await fixture.checkRefusesBadBodies()
        case .carriesReceipts: try await fixture.checkCarriesReceipts()
        case .forgivesGoneEmitters: try await fixture.checkForgivesGoneEmitters()
        case .returnsProbes: try await fixture.checkReturnsProbes()
        case .carriesResync: try await fixture.checkCarriesResync()
        case .servesInstancesInTurns: try await fixture.checkServesInstancesInTurns()
        case .servesSendersInTurns: try await fixture.checkServesSendersInTurns()
        case .sendsOneReceipt: try await fixture.checkSendsOneReceipt()
        case .tellsDepartures: try await fixture.checkTellsDepartures()
        }
    }
}
