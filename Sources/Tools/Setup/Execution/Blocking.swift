package import DockerNetworkProgram
internal import DockerNetworkSystem

/// Runs what blocks on a thread of its own, so that it holds no task up.
///
/// - Throws: What it throws; `ToolError` (69) where the machine has no thread left.
package func blocking<Value: Sendable>(
    _ body: @escaping @Sendable () throws(ToolError) -> Value
) async throws(ToolError) -> Value {
    let result: Result<Value, ToolError> = await withCheckedContinuation { continuation in
        let isStarted = DetachedThread.start("setup") {
            do throws(ToolError) {
                continuation.resume(returning: .success(try body()))
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        if !isStarted {
            continuation.resume(
                returning: .failure(ToolError(.unavailable, "the machine has no thread left")))
        }
    }
    return try result.get()
}
