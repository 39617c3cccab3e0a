import DockerNetwork
import DockerNetworkHostsFile
import Measuring

extension Operation {
    /// Everything that is measured.
    static func all() -> [Operation] { wire + registry + neighbours + hostsFile }

    /// The operations that must take what another one takes, whatever is registered beside.
    static let likeOneWithoutNeighbours = [
        "registry, one up, 50,000 at its address", "registry, one up, 50,000 under its hostname",
    ]

    /// What they are compared with: the table is as large.
    static let withoutNeighbours = "registry, one up, 50,000 elsewhere"

    private static let some = 10_000
    private static let many = 100_000

    private static var wire: [Operation] {
        [
            Operation("wire print", count: some) {
                let announcements = try Sample.announcements(some)
                return { for announcement in announcements { keep(WireMessage(announcement)) } }
            },
            Operation("wire parse", count: some) {
                let messages = try Sample.announcements(some).map { WireMessage($0) }
                return {
                    for message in messages { keep(try? message.announcement(in: .docker)) }
                }
            },
            Operation("wire parse, 2014", count: some) {
                let messages = try Sample.announcements(some).map {
                    WireMessage(body: AnnouncementBody.bytes(of: $0))
                }
                return {
                    for message in messages { keep(try? message.announcement(in: .docker)) }
                }
            },
        ]
    }

    private static var registry: [Operation] {
        [
            Operation("registry, new names", names: 0, count: many) {
                let announcements = try Sample.announcements(many)
                return {
                    var registry = Registry(policy: Sample.policy)
                    apply(announcements, to: &registry)
                    keep(registry.takeChanges())
                }
            },
            Operation("registry, renewals", names: many, count: many) {
                var registry = try Sample.registry(many)
                let renewals = try Sample.announcements(many, sequence: 2)
                return {
                    apply(renewals, to: &registry)
                    keep(registry.takeChanges())
                }
            },
            Operation("registry, one change", names: many, count: 1_000) {
                var registry = try Sample.registry(many)
                let changes = try Sample.announcements(1_000, turn: 1, sequence: 2)
                return {
                    for change in changes {
                        // A sink holds the table as it was, so that a change copies what it touches.
                        let held = registry.table
                        apply([change], to: &registry)
                        keep(registry.takeChanges())
                        keep(held)
                    }
                    precondition(registry.table.count == many + changes.count)
                }
            },
            Operation("registry, withdrawals", names: many, count: many) {
                var registry = try Sample.registry(many)
                let withdrawals = try Sample.announcements(many, kind: .down, sequence: 2)
                return {
                    apply(withdrawals, to: &registry)
                    keep(registry.takeChanges())
                }
            },
        ]
    }

    /// An `up` of a later-started instance beside names that others hold under leases.
    private static var neighbours: [Operation] {
        [
            oneUp("registry, one up, empty table", beside: 0, .elsewhere),
            oneUp(withoutNeighbours, beside: 50_000, .elsewhere),
            oneUp(likeOneWithoutNeighbours[0], beside: 50_000, .sameAddress),
            oneUp(likeOneWithoutNeighbours[1], beside: 50_000, .sameHostname),
        ]
    }

    private static func oneUp(
        _ name: String, beside count: Int, _ place: Sample.Place
    ) -> Operation {
        Operation(name, names: count, count: 5_000) {
            var registry = Registry(policy: Sample.crowdedPolicy)
            apply(try Sample.crowd(count, place), to: &registry)
            let newcomers = try Sample.crowd(
                5_000, place == .elsewhere ? .sameAddress : place, isLater: true)
            _ = registry.takeChanges()
            precondition(registry.table.count == count)
            return {
                apply(newcomers, to: &registry)
                keep(registry.takeChanges())
                precondition(registry.table.count == count + newcomers.count)
            }
        }
    }

    private static var hostsFile: [Operation] {
        [
            Operation("hosts file render, a line", names: some, count: some) {
                var file = HostsFile(domain: .docker)
                file.replaceEntries(try Sample.registry(some).table.sorted())
                return { [file] in keep(file.rendered()) }
            },
            Operation("hosts file parse, a line", names: some, count: some) {
                var file = HostsFile(domain: .docker)
                file.replaceEntries(try Sample.registry(some).table.sorted())
                let bytes = file.rendered()
                return { keep(HostsFile(parsing: bytes, domain: .docker)) }
            },
        ]
    }

    private static func apply(_ announcements: [Announcement], to registry: inout Registry) {
        for announcement in announcements {
            keep(
                registry.apply(
                    announcement, from: TransportID(rawValue: 0), at: Sample.moment))
        }
    }
}
