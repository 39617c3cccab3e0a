/// What a sink knows of a registration that it holds.
public enum Standing: Hashable, Sendable {
    /// Who answers from the place was asked and answers with it, or is part of this program.
    case resolves
    /// The same, and other addresses are answered for the name too, as this line says.
    case shared(String)
    /// It is written; nobody can be asked.
    case written
    /// A line of somebody else's wins at the place, as this line says.
    case overridden(String)
    /// Who answers from the place was asked and answers without it, as this line says.
    case unanswered(String)
}
