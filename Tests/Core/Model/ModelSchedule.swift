import DockerNetwork
import TestSupport

/// A random history: emitters that start, renew, crash, come back and leave, hand-made messages,
/// and a network that delays, repeats and reorders, over two transports.
///
/// Names and addresses are few, so that everything collides with everything.
struct ModelSchedule {
    let policy: Policy
    private(set) var steps: [ModelStep] = []

    private var generator: SeededGenerator
    private var emitters: [ModelEmitter] = []
    private var gone: [ModelEmitter] = []
    private var inFlight: [ModelMessage] = []
    private var delivered: [ModelMessage] = []
    private var nextMessageID = 1
    private var wall = Self.wallStart

    /// The wall clock at the start of every schedule: milliseconds since 1970.
    static let wallStart: Int64 = 1_000_000_000

    private static let names = ["a", "b", "c"]
    private static let users: [String?] = ["one", "two", nil]
    private static let addresses = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "fd00::1"]
    private static let registrations = names.flatMap { name in
        addresses.map { registration(name, $0) }
    }

    /// The schedule of a seed.
    init(seed: UInt64, length: Int) {
        generator = SeededGenerator(seed: seed)
        policy = Self.randomPolicy(using: &generator)
        while steps.count < length { act() }
    }

    private static func randomPolicy(using generator: inout SeededGenerator) -> Policy {
        let reserved = NamePattern("c").map { [$0] } ?? []
        return Policy(
            conflicts: Policy.Conflicts.allCases.randomElement(using: &generator) ?? .newest,
            reservedNames: generator.chance(0.1) ? reserved : [],
            requiresOrigin: generator.chance(0.1),
            namesPerInstance: generator.chance(0.5)
                ? 100 : Int.random(in: 1...3, using: &generator),
            namesPerUser: generator.chance(0.7) ? 100 : Int.random(in: 1...4, using: &generator),
            namesInAll: generator.chance(0.5) ? 100 : Int.random(in: 1...7, using: &generator),
            addressesPerHostname: generator.chance(0.7)
                ? 100 : Int.random(in: 1...3, using: &generator),
            hostnamesPerAddress: generator.chance(0.7)
                ? 100 : Int.random(in: 1...2, using: &generator),
            users: randomUsers(using: &generator))
    }

    /// Mostly none; else one user for some names, another for all, and sometimes everybody else.
    private static func randomUsers(
        using generator: inout SeededGenerator
    ) -> [String: Policy.User] {
        guard generator.chance(0.4) else { return [:] }
        let some = names.filter { _ in generator.chance(0.6) }.compactMap { NamePattern($0) }
        var users = ["one": Policy.User(allowedNames: some)]
        if generator.chance(0.7) { users["two"] = Policy.User() }
        if generator.chance(0.5) { users["*"] = Policy.User(allowedNames: some + [.any]) }
        return users
    }

    private mutating func act() {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<38: deliver()
        case 38..<46: start()
        case 46..<60: renew()
        case 60..<64: withdraw()
        case 64..<67: crash()
        case 67..<72: announceByHand()
        case 72..<82: wait()
        case 82..<89: hear()
        case 89..<91: steps.append(.gap(transport: .random(in: 0...1, using: &generator)))
        case 91: generator.chance(0.5) ? restart() : replace()
        case 92: adopt()
        case 93: setClock()
        case 94..<97: reuseAddress()
        default: steps.append(.takeChanges)
        }
    }
}

// MARK: - Emitters

extension ModelSchedule {
    private mutating func start() {
        guard emitters.count < 5 else { return }
        // An instance that comes back after a crash is a new one with the same names.
        let predecessor = generator.chance(0.4) ? gone.randomElement(using: &generator) : nil
        var registrations = predecessor?.registrations ?? []
        while registrations.isEmpty || generator.chance(0.4) {
            guard let next = Self.registrations.randomElement(using: &generator) else { return }
            if !registrations.contains(next) { registrations.append(next) }
        }
        let ahead: Int64 =
            generator.chance(0.05) ? .random(in: 59_999...60_002, using: &generator) : 0
        emitters.append(
            ModelEmitter(
                instance: InstanceID(rawValue: .random(in: 1...10_000, using: &generator)),
                // Whole seconds, so that two often start at once.
                started: ahead > 0 ? wall + ahead : wall / 1000 * 1000,
                registrations: registrations,
                lease: generator.chance(0.8)
                    ? Lease(seconds: .random(in: 1...4, using: &generator)) : nil,
                isOneShot: generator.chance(0.2),
                user: Self.users.randomElement(using: &generator) ?? nil))
        announce(.up, from: emitters.count - 1)
    }

    private mutating func renew() {
        guard let index = emitters.indices.randomElement(using: &generator) else { return }
        if generator.chance(0.1) {
            emitters[index].lease = Lease(seconds: .random(in: 1...4, using: &generator))
        }
        announce(.up, from: index)
    }

    private mutating func withdraw() {
        guard let index = emitters.indices.randomElement(using: &generator) else { return }
        announce(.down, from: index)
        gone.append(emitters.remove(at: index))
    }

    private mutating func crash() {
        guard let index = emitters.indices.randomElement(using: &generator) else { return }
        gone.append(emitters.remove(at: index))
    }

    /// A container dies, and the next one gets its address: only its silence tells of its end.
    private mutating func reuseAddress() {
        guard let index = emitters.indices.randomElement(using: &generator),
            let lease = emitters[index].lease, let old = emitters[index].registrations.first,
            let next = Self.registrations.filter({
                $0.address == old.address && $0.hostname != old.hostname
            }).randomElement(using: &generator)
        else { return }
        announce(.up, from: index)
        while !inFlight.isEmpty { deliver() }
        let dead = emitters.remove(at: index)
        gone.append(dead)
        emitters.append(
            ModelEmitter(
                instance: InstanceID(rawValue: .random(in: 1...10_000, using: &generator)),
                started: max(wall, dead.started) + 1, registrations: [next], lease: lease,
                isOneShot: false, user: dead.user))
        announce(.up, from: emitters.count - 1)
        while !inFlight.isEmpty { deliver() }
        wait(lease.seconds * 750)
        for transport in [0, 1] { steps.append(.hear(transport: transport, behind: .zero)) }
    }

    private mutating func announce(_ kind: Announcement.Kind, from index: Int) {
        let user = emitters[index].user
        for announcement in emitters[index].announce(kind, at: wall) {
            // Once in a while somebody else uses its instance.
            let isStranger = generator.chance(0.08)
            let stranger = Self.users.randomElement(using: &generator) ?? nil
            send(announcement, by: isStranger ? stranger : user)
        }
    }

    private mutating func announceByHand() {
        guard let registration = Self.registrations.randomElement(using: &generator) else { return }
        let isUp = generator.chance(0.6)
        let lease =
            generator.chance(0.3) ? Lease(seconds: .random(in: 1...4, using: &generator)) : nil
        let user = Self.users.randomElement(using: &generator) ?? nil
        send(Announcement(isUp ? .up : .down, registration, lease: isUp ? lease : nil), by: user)
    }
}

// MARK: - Network and host

extension ModelSchedule {
    private mutating func send(_ announcement: Announcement, by user: String?) {
        let hasID = announcement.origin != nil || generator.chance(0.8)
        let message = ModelMessage(
            announcement: announcement, messageID: hasID ? "m\(nextMessageID)" : nil,
            transport: .random(in: 0...1, using: &generator), user: user)
        nextMessageID += 1
        inFlight.append(message)
        guard generator.chance(0.15) else { return }
        var twin = message
        twin.transport = 1 - message.transport
        // A message without identity that comes twice is two messages.
        if hasID { inFlight.append(twin) }
    }

    private mutating func deliver() {
        // Once in a while something from long ago comes once more.
        if generator.chance(0.05), let late = delivered.randomElement(using: &generator),
            late.messageID != nil
        {
            steps.append(.deliver(late))
            return
        }
        guard !inFlight.isEmpty else { return }
        let index = Int.random(in: 0..<min(6, inFlight.count), using: &generator)
        let message = inFlight.remove(at: index)
        // Lost on the way.
        if generator.chance(0.05) { return }
        delivered.append(message)
        steps.append(.deliver(message))
    }

    private mutating func wait() {
        let milliseconds: Int64 =
            generator.chance(0.03)
            ? .random(in: 590_000...610_000, using: &generator)
            : .random(in: 1...1500, using: &generator)
        wait(milliseconds)
    }

    private mutating func wait(_ milliseconds: Int64) {
        wall += milliseconds
        steps.append(.wait(.milliseconds(milliseconds)))
    }

    private mutating func hear() {
        let transport = [0, 1, 0, 1, nil].randomElement(using: &generator) ?? nil
        let behind: Duration =
            generator.chance(0.3)
            ? .milliseconds(Int64.random(in: 1...900, using: &generator)) : .zero
        steps.append(.hear(transport: transport, behind: behind))
    }

    private mutating func restart() {
        let next = generator.chance(0.5) ? Self.randomPolicy(using: &generator) : policy
        steps.append(.restart(next))
    }

    private mutating func replace() {
        steps.append(.replace(Self.randomPolicy(using: &generator)))
    }

    private mutating func adopt() {
        var entries: [Entry] = []
        for emitter in emitters + gone.suffix(5) where generator.chance(0.4) {
            for registration in emitter.registrations {
                entries.append(emitter.line(of: registration, using: &generator))
            }
        }
        if let other = Self.registrations.randomElement(using: &generator), generator.chance(0.5) {
            let lease = Lease(seconds: .random(in: 1...4, using: &generator))
            entries.append(Entry(other, lease: generator.chance(0.3) ? lease : nil))
        }
        steps.append(.adopt(entries.shuffled(using: &generator)))
    }

    private mutating func setClock() {
        let milliseconds = Int64.random(in: -200_000...200_000, using: &generator)
        wall = max(0, wall + milliseconds)
        steps.append(.setClock(milliseconds))
    }
}

extension SeededGenerator {
    /// Whether something happens that happens with this probability.
    mutating func chance(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &self) < probability
    }
}
