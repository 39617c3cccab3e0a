import Foundation
import TestSupport

/// The little of JSON Schema that the documentation's schema uses: type, properties, required,
/// additionalProperties, items, $ref to a definition.
struct JSONSchema {
    private let root: [String: Any]

    init(path: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        guard let root = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw WaitFailure(description: "\(path) is no object")
        }
        self.root = root
    }

    /// What is wrong with a text, one line each.
    func faults(in text: String) throws -> [String] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return faults(in: value, at: "$", root)
    }

    private func faults(in value: Any, at place: String, _ schema: [String: Any]) -> [String] {
        if let name = (schema["$ref"] as? String)?.split(separator: "/").last {
            let definitions = root["$defs"] as? [String: [String: Any]]
            guard let target = definitions?[String(name)] else { return ["\(place): no \(name)"] }
            return faults(in: value, at: place, target)
        }
        let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
        guard types.isEmpty || types.contains(where: { Self.isType($0, value) }) else {
            return ["\(place): is no \(types.joined(separator: " or "))"]
        }
        if let array = value as? [Any], let items = schema["items"] as? [String: Any] {
            return array.enumerated().flatMap { index, element in
                self.faults(in: element, at: "\(place)[\(index)]", items)
            }
        }
        guard let object = value as? [String: Any] else { return [] }
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        var faults = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
            .map { "\(place): lacks \($0)" }
        for (name, member) in object {
            if let inner = properties[name] {
                faults += self.faults(in: member, at: "\(place).\(name)", inner)
            } else if schema["additionalProperties"] as? Bool == false {
                faults.append("\(place): has \(name)")
            }
        }
        return faults
    }

    private static func isType(_ type: String, _ value: Any) -> Bool {
        switch type {
        case "null": value is NSNull
        case "string": value is String
        case "array": value is [Any]
        case "object": value is [String: Any]
        case "boolean": isBoolean(value)
        case "integer": number(value).map { $0.rounded() == $0 } ?? false
        case "number": number(value) != nil
        default: false
        }
    }

    /// A number; nil where it is true or false, or something else.
    private static func number(_ value: Any) -> Double? {
        if isBoolean(value) { return nil }
        return (value as? NSNumber)?.doubleValue ?? value as? Double
            ?? (value as? Int).map(Double.init)
    }

    private static func isBoolean(_ value: Any) -> Bool {
        guard let number = value as? NSNumber else { return value is Bool }
        // JSON's true and false are numbers of the type of Bool.
        return ["c", "B"].contains(String(cString: number.objCType))
    }
}
