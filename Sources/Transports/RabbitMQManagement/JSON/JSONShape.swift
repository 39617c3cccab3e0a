#if RabbitMQManagement
    /// What is kept of a JSON text; everything else is read, and forgotten at once.
    indirect enum JSONShape: Sendable {
        /// Nothing.
        case nothing
        /// All of it.
        case everything
        /// A text of so many bytes at most, a number, a truth value.
        case scalar(longest: Int)
        /// These members of an object.
        case members([String: JSONShape])
        /// The elements of an array; more than so many are an error.
        case elements(JSONShape, most: Int)
        /// The elements where it is an array, the members where it is an object.
        case either(elements: JSONShape, members: JSONShape)

        /// A text, number or truth value of a usual size.
        static let short = scalar(longest: 1024)

        /// What is kept of an array's elements, and how many there may be.
        var ofElements: (shape: JSONShape, most: Int) {
            switch self {
            case .everything: (.everything, .max)
            case .elements(let shape, let most): (shape, most)
            case .either(let elements, _): elements.ofElements
            case .nothing, .scalar, .members: (.nothing, .max)
            }
        }

        /// What is kept of an object's member.
        func ofMember(_ name: String) -> JSONShape {
            switch self {
            case .everything: .everything
            case .members(let members): members[name] ?? .nothing
            case .either(_, let members): members.ofMember(name)
            case .nothing, .scalar, .elements: .nothing
            }
        }

        /// How long a text may be that is kept; nil: none is.
        var longestText: Int? {
            switch self {
            case .everything: .max
            case .scalar(let longest): longest
            case .nothing, .members, .elements, .either: nil
            }
        }

        /// How long a member's name may be that matters.
        var longestName: Int {
            switch self {
            case .everything: .max
            case .members(let members): members.keys.map(\.utf8.count).max() ?? 0
            case .either(_, let members): members.longestName
            case .nothing, .scalar, .elements: 0
            }
        }

        /// What is kept of an object, and beside it the words of a refusal, which is one, too.
        var withRefusal: JSONShape {
            var members = ["error": JSONShape.short, "reason": .scalar(longest: 4096)]
            if case .members(let own) = self { members.merge(own) { $1 } }
            return .members(members)
        }

        /// Whether nothing is kept.
        var isNothing: Bool {
            if case .nothing = self { true } else { false }
        }
    }
#endif
