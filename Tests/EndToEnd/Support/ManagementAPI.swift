import Foundation
import FoundationNetworking

/// The broker's HTTP API, as the lab's administrator.
struct ManagementAPI: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let environment: LabEnvironment

    /// Sends a request to a path after `/api/`, with an object as JSON, and returns what came back.
    @discardableResult
    func request(
        _ method: String, _ path: String, body: [String: any Sendable]? = nil
    ) async throws -> Data {
        let text = "http://127.0.0.1:\(environment.managementPort)/api/\(path)"
        guard let url = URL(string: text) else { throw Failure(description: "no URL: \(text)") }
        var request = URLRequest(url: url, timeoutInterval: 20)
        request.httpMethod = method
        let credentials = "\(environment.administrator):\(environment.administratorPassword)"
        request.setValue(
            "Basic \(Data(credentials.utf8).base64EncodedString())",
            forHTTPHeaderField: "Authorization")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        if let body { request.httpBody = try JSONSerialization.data(withJSONObject: body) }
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else {
            let words = String(decoding: data, as: UTF8.self)
            throw Failure(description: "\(method) \(path): \(status) \(words)")
        }
        return data
    }

    func addVirtualHost(_ name: String) async throws {
        try await request("PUT", "vhosts/\(name)")
    }

    /// Adds this project's exchange, with the properties that it must have unless told otherwise.
    func addExchange(
        in virtualHost: String, type: String = "fanout", isDurable: Bool = false,
        isAutoDelete: Bool = false
    ) async throws {
        try await request(
            "PUT", "exchanges/\(virtualHost)/my-docker-network",
            body: ["type": type, "durable": isDurable, "auto_delete": isAutoDelete])
    }

    /// Deletes it.
    func deleteExchange(in virtualHost: String) async throws {
        try await request("DELETE", "exchanges/\(virtualHost)/my-docker-network")
    }

    func addUser(
        _ name: String, password: String, in virtualHost: String, _ permissions: Permissions
    ) async throws {
        try await request(
            "PUT", "users/\(name)",
            body: ["password": password, "tags": environment.transport.userTags])
        try await request(
            "PUT", "permissions/\(virtualHost)/\(name)",
            body: [
                "configure": permissions.configure, "write": permissions.write,
                "read": permissions.read,
            ])
    }

    /// What a user may do, as patterns.
    struct Permissions: Sendable {
        var configure: String
        var write: String
        var read: String

        /// The least that a host service needs.
        static let host = Self(
            configure: #"^my-docker-network(\.resync|\.host\..*)?$"#,
            write: #"^(my-docker-network(\.resync|\.host\..*)?|amq\.default)$"#,
            read: #"^my-docker-network(\.host\..*)?$"#)

        /// The least that an emitter needs.
        static let emitter = Self(
            configure: #"^my-docker-network\.emit\."#,
            write: #"^my-docker-network(\.emit\..*)?$"#,
            read: #"^my-docker-network\.(resync|emit\..*)$"#)

        /// What the programs of 2014 were given.
        static let everything = Self(configure: ".*", write: ".*", read: ".*")
    }
}
