import Foundation
import Testing
import TestSupport

/// The programs of a run of random rounds, and what the table has to be.
actor FaultWorld {
    let lab: Lab
    let broker: FaultBroker
    let names: NameServer
    let queries: QueryLoop
    let configuration: String
    /// What the host service goes by; nil: by the machine's clock.
    let hostClock: WallClock?
    var generator: SeededGenerator
    var tally = FaultTally()

    var host: RunningProgram
    /// nil: the host service answers itself, on sockets that outlive it.
    var nameServer: RunningProgram?
    var emitters: [FaultEmitter] = []
    /// nil: no engine takes part.
    let engine: ContainerEngine?
    /// Whether the engine can be asked.
    var engineRuns = true
    /// What the engine's containers are called.
    var containers: [FaultRegistration] = []
    /// What one-shot commands announced, and nobody repeats.
    var permanent: Set<FaultRegistration> = []
    /// Names and addresses of emitters that are gone, for others to take.
    var freeHostnames: [String] = []
    var freeAddresses: [String] = []
    /// How many names and addresses were thought of; each gets a number of its own.
    var count = 0
    /// Every name and address that ever was: a dead one must stay dead.
    var everSeen: Set<FaultRegistration> = []
    /// Emitters that were told to stop and may not have ended.
    var ending: [RunningProgram] = []
    /// One-shot commands that were started, with their arguments: each goes on until it succeeds.
    var oneShots: [(program: RunningProgram, arguments: [String])] = []
    /// What happened in this round.
    var story: [String] = []

    /// Starts everything on a lab whose broker may be killed, with or without an engine.
    init(
        _ lab: Lab, _ broker: FaultBroker, _ engine: ContainerEngine?, seed: UInt64
    ) async throws {
        self.lab = lab
        self.broker = broker
        self.engine = engine
        generator = SeededGenerator(seed: seed)
        names = try lab.makeNameServer(FaultKind.layout, path: broker.hostsFolder)
        configuration = try lab.writeConfiguration(
            Lab.HostSettings(more: engine.map { Self.transport(of: $0) } ?? ""), names)
        hostClock = WallClock.isPossible ? try await WallClock("host", in: lab) : nil
        if names.layout == .own {
            let holder = try lab.startActivation(["hold", "\(names.port)", lab.path("sockets")])
            try await eventually("the sockets are held") { holder.output.contains("holds") }
            nameServer = nil
        } else {
            nameServer = try await lab.startNameServerProgram(names)
        }
        host = try lab.startFaultHost(names, configuration, hostClock)
        try await host.waitForLine("ready")
        // Sockets that outlive the service keep questions for it: they wait, and none may fail.
        queries = QueryLoop(
            port: names.port, patience: names.layout == .own ? .seconds(25) : .seconds(1))
        for _ in 0..<6 { try await startEmitter() }
        for _ in 0..<4 { try addPermanent() }
        if let engine { try await startContainer(of: engine) }
        try await settle(within: .seconds(20 * broker.slowness))
    }

    /// What must be there, and nothing else.
    var truth: Set<FaultRegistration> {
        permanent.union(emitters.flatMap(\.registrations)).union(containers)
    }

    /// A lease that outlives an engine which was killed: what its containers did meanwhile counts
    /// once it is back.
    private static func transport(of engine: ContainerEngine) -> String {
        """

        [[transports]]
        url = "docker://\(engine.socket)"
        lease = "1m"
        """
    }

    // MARK: - Rounds

    /// Lets one or two faults and some other events happen at once, and expects the right table
    /// soon after them.
    func round() async throws {
        story = []
        let faults = chooseFaults()
        let losesMessages = faults.contains(.queueDeleted)
        for fault in faults {
            try await begin(fault)
            if generator.oneIn(2) { try await happen(permanentToo: !losesMessages) }
            if generator.oneIn(2) { try await happenToContainers() }
            try await wait(milliseconds: 0...1_500)
        }
        if generator.oneIn(2) { try await happen(permanentToo: !losesMessages) }
        for fault in faults.shuffled(using: &generator) { try await end(fault) }
        // After a full disk a sink waits for up to ten seconds.
        let recovery = faults.contains(.diskFull) ? 20 : 12
        try await settle(within: .seconds(recovery * broker.slowness))
        let failures = queries.tally.failures
        guard failures.isEmpty else {
            throw WaitFailure(
                description: "queries failed: \(failures)\n" + story.joined(separator: "\n"))
        }
        tally.rounds += 1
    }

    /// One or two, or none where only emitters come and go; those that need the broker first.
    private func chooseFaults() -> [FaultKind] {
        let count = generator.oneIn(6) ? 0 : Int.random(in: 1...2, using: &generator)
        let chosen = FaultKind.possible.shuffled(using: &generator).prefix(count)
        return chosen.filter(\.needsBroker) + chosen.filter { !$0.needsBroker }
    }

    /// Waits for a random while; the length of faults is what is random here, not a condition.
    func wait(milliseconds range: ClosedRange<Int>) async throws {
        try await Task.sleep(for: .milliseconds(Int.random(in: range, using: &generator)))
    }

    func note(_ words: String) {
        let time = Date.ISO8601FormatStyle(includingFractionalSeconds: true).format(.now)
        story.append("\(time) \(words)")
    }

    // MARK: - The table

    /// Waits until the table is the truth, name by name, and keeps what is not at the deadline.
    private func settle(within limit: Duration) async throws {
        let start = ContinuousClock.now
        try await finishPrograms()
        let deadline = ContinuousClock.now + limit
        var difference = await difference()
        while !difference.isEmpty, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
            difference = await self.difference()
        }
        guard difference.isEmpty else {
            tally.lost += difference.lost
            tally.wrong += difference.wrong
            throw WaitFailure(
                description: "lost: \(difference.lost), wrong: \(difference.wrong), \(limit) after "
                    + story.joined(separator: "\n"))
        }
        tally.slowest = max(tally.slowest, start.duration(to: .now))
        queries.expect(truth)
    }

    /// Sees emitters that were told to stop to their end, and one-shot commands to their success.
    private func finishPrograms() async throws {
        for program in ending { try await program.waitForEnd() }
        ending = []
        for (program, arguments) in oneShots {
            var end = try await program.waitForEnd()
            let deadline = ContinuousClock.now + .seconds(30)
            while end != .exit(0) {
                guard ContinuousClock.now < deadline else {
                    throw WaitFailure(description: "\(arguments): \(end); \(program.errors)")
                }
                end = try await lab.startEmitter(arguments).waitForEnd()
            }
        }
        oneShots = []
    }

    /// What differs from the truth in the name server's answers and, where nothing does, in what
    /// `list` says.
    private func difference() async -> TableDifference {
        let answered = await TableDifference(of: names, from: truth, everSeen: everSeen)
        guard answered.isEmpty else { return answered }
        let program = try? lab.startHostTool(["list", "--json", "--config", configuration])
        _ = try? await program?.waitForEnd()
        return TableDifference(ofList: program?.output ?? "", from: truth)
    }
}

extension Lab {
    /// Starts the host service, with the sockets that are held for it if it answers itself.
    func startFaultHost(
        _ names: NameServer, _ configuration: String, _ clock: WallClock?
    ) throws -> RunningProgram {
        let arguments = ["serve", "--config", configuration]
        let environment = clock?.environment ?? [:]
        guard names.layout == .own else {
            return try startHostTool(arguments, environment: environment)
        }
        return try startActivation(
            ["start", path("sockets"), "\(self.environment.programs)/my-docker-network"]
                + arguments,
            environment: environment)
    }

    /// Starts a dnsmasq whose settings are written, and waits until it answers.
    func startNameServerProgram(_ names: NameServer) async throws -> RunningProgram {
        let path = try #require(
            ["/usr/sbin/dnsmasq", "/usr/bin/dnsmasq", "/usr/local/sbin/dnsmasq"]
                .first(where: FileManager.default.isExecutableFile))
        let program = try start("dnsmasq", [path] + names.command)
        try await eventually("dnsmasq answers") { await names.answers() }
        return program
    }
}
