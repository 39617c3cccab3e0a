internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The environment variables that the programs read.
package struct Environment: Hashable, Sendable {
    /// The variables' names after `MY_DOCKER_NETWORK_`.
    package enum Variable: String, Hashable, Sendable, CaseIterable {
        /// URLs in order of preference, separated by commas.
        case url = "URL"
        /// The file with the password for all URLs.
        case passwordFile = "PASSWORD_FILE"
        /// The password for all URLs.
        case password = "PASSWORD"
        /// The TOML file.
        case configuration = "CONFIG"
        /// The domain.
        case domain = "DOMAIN"
        /// The hostnames to announce, separated by commas.
        case hostname = "HOSTNAME"
        /// The places to find the address in, separated by commas.
        case address = "ADDRESS"
        /// The lease.
        case lease = "LEASE"
        /// The least important records that are logged.
        case logLevel = "LOG_LEVEL"

        /// The whole name.
        package var name: String { "MY_DOCKER_NETWORK_\(rawValue)" }
    }

    /// A variable that is set.
    ///
    /// A list of a few costs a program's start less than a dictionary.
    private struct Setting: Hashable {
        var variable: Variable
        var value: String
    }

    private var settings: [Setting]

    /// Takes the variables from a dictionary of whole names; an empty value counts as unset.
    package init(_ variables: [String: String]) {
        self.init { variables[$0] }
    }

    private init(_ value: (String) -> String?) {
        settings = []
        for variable in Variable.allCases {
            guard let value = value(variable.name), !value.isEmpty else { continue }
            settings.append(Setting(variable: variable, value: value))
        }
    }

    /// The environment of this process.
    package static func ofProcess() -> Self {
        Self { name in getenv(name).map { ForeignText.decode(cString: $0) } }
    }

    /// A variable's value, or nil where it is unset or empty.
    package subscript(variable: Variable) -> String? {
        settings.first { $0.variable == variable }?.value
    }

    /// Returns the environment with another value of one variable; nil: without it.
    package func replacing(_ variable: Variable, by value: String?) -> Self {
        Self { name in
            name == variable.name ? value : settings.first { $0.variable.name == name }?.value
        }
    }

    /// The parts of a value that has commas between them, without the blanks around each.
    package func list(_ variable: Variable) -> [String]? {
        self[variable].map { value in
            value.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
        }
    }

    /// The whole names of the variables whose values hold a password.
    package var namesWithPasswords: Set<String> {
        var names: Set<String> = [Variable.password.name]
        let urls = list(.url) ?? []
        if urls.contains(where: { EndpointURL.holdsPassword($0) }) {
            names.insert(Variable.url.name)
        }
        return names
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}

extension Environment: CustomStringConvertible, CustomReflectable {
    /// The names of the variables that are set; a value may be a password.
    package var description: String {
        settings.map(\.variable.name).sorted().joined(separator: " ")
    }

    /// No children, for the same reason.
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
