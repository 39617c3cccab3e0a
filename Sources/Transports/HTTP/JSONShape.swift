#if RabbitMQManagement || Docker
    /// The parts of a JSON text that are kept; everything else is read, and forgotten at once.
    package indirect enum JSONShape: Sendable {
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
        /// The first elements of an array, so many at most; the others are passed over.
        case firstElements(JSONShape, most: Int)
        /// The members of an object whatever their names, so many at most; the others, and those
        /// with a longer name, are passed over.
        case anyMember(JSONShape, longestName: Int, most: Int)
        /// The elements where it is an array, the members where it is an object.
        case either(elements: JSONShape, members: JSONShape)

        /// A text, number or truth value of a usual size.
        package static let short = scalar(longest: 1024)

        /// The parts of an array's elements that are kept, the maximum number of elements, and
        /// whether more are passed over rather than an error.
        var ofElements: (shape: JSONShape, most: Int, passesOver: Bool) {
            switch self {
            case .everything: (.everything, .max, false)
            case .elements(let shape, let most): (shape, most, false)
            case .firstElements(let shape, let most): (shape, most, true)
            case .either(let elements, _): elements.ofElements
            case .nothing, .scalar, .members, .anyMember: (.nothing, .max, false)
            }
        }

        /// Returns the parts of an object's member that are kept.
        func ofMember(_ name: String) -> JSONShape {
            switch self {
            case .everything: .everything
            case .members(let members): members[name] ?? .nothing
            case .anyMember(let shape, _, _): shape
            case .either(_, let members): members.ofMember(name)
            case .nothing, .scalar, .elements, .firstElements: .nothing
            }
        }

        /// The maximum number of members of an object that are kept.
        var mostMembers: Int {
            switch self {
            case .anyMember(_, _, let most): most
            case .either(_, let members): members.mostMembers
            case .nothing, .everything, .scalar, .members, .elements, .firstElements: .max
            }
        }

        /// The maximum length of a text that is kept; nil: none is.
        var longestText: Int? {
            switch self {
            case .everything: .max
            case .scalar(let longest): longest
            case .nothing, .members, .elements, .firstElements, .anyMember, .either: nil
            }
        }

        /// The maximum length of a member's name that matters.
        var longestName: Int {
            switch self {
            case .everything: .max
            case .members(let members): members.keys.map(\.utf8.count).max() ?? 0
            case .anyMember(_, let longest, _): longest
            case .either(_, let members): members.longestName
            case .nothing, .scalar, .elements, .firstElements: 0
            }
        }

        /// Returns a shape that keeps these members of an object, too: a refusal is an object.
        package func with(_ members: [String: JSONShape]) -> JSONShape {
            guard case .members(let own) = self else { return .members(members) }
            return .members(members.merging(own) { $1 })
        }

        /// Whether nothing is kept.
        var isNothing: Bool {
            if case .nothing = self { true } else { false }
        }
    }
#endif
