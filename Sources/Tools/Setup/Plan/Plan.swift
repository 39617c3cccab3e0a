/// What `setup` does on a machine, in order.
package struct Plan: Hashable, Sendable {
    /// The steps.
    package var steps: [Step] = []
    /// What a person should know and nobody does for them, each as one line.
    package var remarks: [String] = []

    /// One thing to do.
    package enum Step: Hashable, Sendable {
        /// A file that is written.
        case write(FileChange)
        /// A command that is run.
        case run(Command)
        /// A restart of a program that others depend on: done only by one who agreed to this.
        case restart(Restart)
    }

    /// A file and what becomes of it.
    package struct FileChange: Hashable, Sendable {
        /// Its path.
        package var path: String
        /// What it holds now; nil if it is not there.
        package var old: [UInt8]?
        /// What it will hold.
        package var new: [UInt8]
        /// Why, in a few words.
        package var reason: String
        /// The line that is all of the change: an undo takes it out of a file that somebody else has
        /// written since; nil: such a file is left alone.
        package var line: String?
    }

    /// A command.
    package struct Command: Hashable, Sendable {
        /// The program and its arguments.
        package var words: [String]
        /// What takes it back; nil if nothing does.
        package var undo: [String]?
        /// What is run at the end of an undo, when all files are as they were; nil: nothing.
        package var afterUndo: [String]?
        /// Why, in a few words.
        package var reason: String

        /// Creates one from its parts.
        package init(
            _ words: [String], undo: [String]? = nil, afterUndo: [String]? = nil, reason: String
        ) {
            self.words = words
            self.undo = undo
            self.afterUndo = afterUndo
            self.reason = reason
        }
    }

    /// A restart of somebody else's program.
    package struct Restart: Hashable, Sendable {
        /// The program.
        package var program: String
        /// The command.
        package var words: [String]
        /// What it is needed for.
        package var reason: String
        /// What works until then.
        package var until: String
    }

    /// Whether there is nothing to do.
    package var isEmpty: Bool { steps.isEmpty }

    /// The restarts among the steps.
    package var restarts: [Restart] {
        steps.compactMap { if case .restart(let restart) = $0 { restart } else { nil } }
    }
}
