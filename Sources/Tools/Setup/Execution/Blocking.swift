package import DockerNetworkProgram
internal import DockerNetworkSystem

/// Runs what blocks on a thread of its own, so that it holds no task up.
///
/// - Throws: What it throws; `ToolError` (69) where the machine has no thread left.
package func blocking<Value: Sendable>(
    _ body: @escaping @Sendable () throws(ToolError) -> Value
) async throws(ToolError) -> Value {
    let result = await BlockingThread.value("setup") {
        Result { () throws(ToolError) in try body() }
    }
    guard let result else { throw ToolError(.unavailable, "the machine has no thread left") }
    return try result.get()
}
