/// The steps of `setup` on a machine, in order.
package struct Plan: Hashable, Sendable {
    /// The steps.
    package var steps: [Step] = []
    /// The facts that a person should know and that `setup` does not change, each as one line.
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
        /// The present contents; nil if the file is not there.
        package var old: [UInt8]?
        /// The contents to write.
        package var new: [UInt8]
        /// The reason, in a few words.
        package var reason: String
        /// The line that is all of the change: an undo takes it out of a file that somebody else has
        /// written since; nil: such a file is left alone.
        package var line: String?
    }

    /// A command.
    package struct Command: Hashable, Sendable {
        /// The program and its arguments.
        package var words: [String]
        /// The command that takes it back; nil if there is none.
        package var undo: [String]?
        /// The command at the end of an undo, when all files are as they were; nil: none.
        package var afterUndo: [String]?
        /// The reason, in a few words.
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
        /// The reason why it is needed.
        package var reason: String
        /// The feature that works until then.
        package var until: String
    }

    /// Whether there is nothing to do.
    package var isEmpty: Bool { steps.isEmpty }

    /// The restarts among the steps.
    package var restarts: [Restart] {
        steps.compactMap { if case .restart(let restart) = $0 { restart } else { nil } }
    }
}
