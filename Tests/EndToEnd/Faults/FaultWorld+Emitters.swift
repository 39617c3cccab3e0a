import Foundation
import Testing
import TestSupport

/// Emitters and one-shot commands that come and go.
extension FaultWorld {
    /// Lets one event happen beside the faults; nobody waits for what comes of it.
    func happen(permanentToo: Bool) async throws {
        switch Int.random(in: 0..<(permanentToo ? 6 : 4), using: &generator) {
        case 0: try killEmitter()
        case 1:
            try killEmitter()
            try await startEmitter()
        case 2: try stopEmitter()
        case 3: try await startEmitter()
        case 4: try addPermanent()
        default: try removePermanent()
        }
        // The machine is small: as many come as go, in the long run.
        while emitters.count > 8 { try stopEmitter() }
        while emitters.count < 4 { try await startEmitter() }
    }

    /// Starts an emitter: half of the time with the name, the address, or both, of one that is gone.
    func startEmitter() async throws {
        var hostnames = [takeHostname()]
        if generator.oneIn(3) { hostnames.append(takeHostname()) }
        let address = takeAddress()
        // A broker that comes back has to be heard by all within it.
        let lease = Int.random(in: 2...4, using: &generator) * broker.slowness
        let clock = try await makeClock()
        let program = try lab.startEmitter(
            ["run"] + hostnames + ["--address", address, "--lease", "\(lease)s"],
            environment: clock?.environment ?? [:])
        let emitter = FaultEmitter(
            program: program, hostnames: hostnames, address: address, lease: lease, clock: clock)
        emitters.append(emitter)
        everSeen.formUnion(emitter.registrations)
        note("emitter \(program.process) starts: \(emitter.registrations), lease \(lease) s")
    }

    /// Kills an emitter: nobody withdraws its names, which go with their lease.
    private func killEmitter() throws {
        let emitter = takeEmitter()
        emitter.program.signal(SIGKILL)
        ending.append(emitter.program)
        tally.kills += 1
        note("emitter \(emitter.program.process) killed: \(emitter.registrations)")
    }

    /// Has an emitter stop, which withdraws its names where that can be done.
    private func stopEmitter() throws {
        let emitter = takeEmitter()
        emitter.program.signal(SIGTERM)
        ending.append(emitter.program)
        note("emitter \(emitter.program.process) told to stop: \(emitter.registrations)")
    }

    private func takeEmitter() -> FaultEmitter {
        let index = Int.random(in: emitters.indices, using: &generator)
        let emitter = emitters.remove(at: index)
        // Until this moment every query for its names had to be answered.
        queries.release(Set(emitter.registrations))
        freeHostnames += emitter.hostnames
        freeAddresses.append(emitter.address)
        return emitter
    }

    private func takeHostname() -> String {
        if !freeHostnames.isEmpty, generator.oneIn(2) {
            return freeHostnames.remove(
                at: Int.random(in: freeHostnames.indices, using: &generator))
        }
        count += 1
        return "name-\(count)"
    }

    private func takeAddress() -> String {
        if !freeAddresses.isEmpty, generator.oneIn(2) {
            return freeAddresses.remove(
                at: Int.random(in: freeAddresses.indices, using: &generator))
        }
        return newAddress()
    }

    private func newAddress() -> String {
        count += 1
        return count.isMultiple(of: 3)
            ? "fd00::\(String(count, radix: 16))" : "10.77.\(count / 250).\(count % 250 + 1)"
    }

    // MARK: - One-shot commands

    /// Announces a name that nobody repeats.
    func addPermanent() throws {
        count += 1
        let registration = FaultRegistration(name: "stays-\(count).docker", address: newAddress())
        permanent.insert(registration)
        everSeen.insert(registration)
        try startOneShot("up", registration)
    }

    /// Withdraws a name that nobody repeats, unless a command about it may still be under way.
    private func removePermanent() throws {
        let busy = Set(oneShots.map { $0.arguments[1] })
        guard permanent.count > 2,
            let registration = permanent.sorted().filter({ !busy.contains(Self.hostname($0)) })
                .randomElement(using: &generator)
        else { return }
        queries.release([registration])
        permanent.remove(registration)
        try startOneShot("down", registration)
    }

    private func startOneShot(_ verb: String, _ registration: FaultRegistration) throws {
        let arguments = [
            verb, Self.hostname(registration), "--address", registration.address,
        ]
        oneShots.append((try lab.startEmitter(arguments), arguments))
        note("\(verb) \(registration)")
    }

    static func hostname(_ registration: FaultRegistration) -> String {
        String(registration.name.dropLast(".docker".count))
    }
}
