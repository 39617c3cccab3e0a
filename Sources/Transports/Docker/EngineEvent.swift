#if Docker
    import DockerNetworkHTTP

    /// The meaning of an engine's event for the names of its containers.
    enum EngineEvent: Hashable, Sendable {
        /// The container of this id has ended.
        case ended(String)
        /// Something about the container of this id may be different.
        case changed(String)
        /// Something is different, and the engine does not say of which container.
        case unknown

        /// The parts of each event that are kept: `GET /events`.
        static let shape = JSONShape.members([
            "Type": .scalar(longest: 64), "Action": .scalar(longest: 256),
            "Actor": .members([
                "ID": .scalar(longest: 256),
                "Attributes": .members(["container": .scalar(longest: 256)]),
            ]),
        ])

        /// The types of events that are asked for.
        static let types = ["container", "network"]

        /// Reads an event, or returns nil where it changes no name: the start of a command in a
        /// container, a pause, an image.
        init?(_ value: JSONValue) {
            let action = value["Action"]?.text ?? ""
            let actor = value["Actor"]
            switch value["Type"]?.text {
            case "container":
                guard let id = actor?["ID"]?.text, Container.isID(id) else { return nil }
                switch action {
                // The first words are Docker's, the second ones Podman's.
                case "die", "died", "destroy", "remove": self = .ended(id)
                case "start", "rename", "restart", "unpause": self = .changed(id)
                case let action where action.hasPrefix("health_status"): self = .changed(id)
                default: return nil
                }
            case "network":
                guard action == "connect" || action == "disconnect" else { return nil }
                let id = actor?["Attributes"]?["container"]?.text
                self = id.flatMap { Container.isID($0) ? .changed($0) : nil } ?? .unknown
            default: return nil
            }
        }
    }

    /// Keeps the events that came until they are taken.
    final class EventBuffer: JSONReceiver {
        private var events: [EngineEvent] = []

        func receive(_ value: JSONValue) {
            if let event = EngineEvent(value) { events.append(event) }
        }

        /// The events that came since they were last taken.
        func take() -> [EngineEvent] {
            guard !events.isEmpty else { return [] }
            defer { events = [] }
            return events
        }
    }

    /// Keeps what a list says.
    final class SummaryBuffer: JSONReceiver {
        private(set) var summaries: [ContainerSummary] = []

        func receive(_ value: JSONValue) {
            guard summaries.count < ContainerTable.mostContainers,
                let summary = ContainerSummary(value)
            else { return }
            summaries.append(summary)
        }
    }
#endif
