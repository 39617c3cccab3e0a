import Foundation
import Testing

/// Runs something on a thread with a mount namespace and a umask of its own.
enum IsolatedThread {
    /// Whether this process may make a mount namespace.
    static let isPermitted = (try? run { true }) == true

    /// Runs the body there and returns what it returns.
    static func run<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) throws -> Result {
        let outcome = Outcome<Result>()
        let thread = Thread {
            outcome.finish(
                Swift.Result {
                    try separate()
                    return try body()
                })
        }
        thread.start()
        return try outcome.wait().get()
    }

    /// Mounts something; the arguments are those of mount(2).
    static func mount(_ source: String, on target: String, type: String?, bind: Bool) throws {
        typealias Mount =
            @convention(c) (
                UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafePointer<CChar>?, CUnsignedLong,
                UnsafePointer<CChar>?
            ) -> Int32
        let call: Mount = try symbol("mount")
        let options = type == nil ? nil : "size=64k"
        try #require(call(source, target, type, bind ? 4096 : 0, options) == 0, "mount: \(errno)")
    }

    private static func separate() throws {
        typealias Unshare = @convention(c) (Int32) -> Int32
        let unshare: Unshare = try symbol("unshare")
        // CLONE_NEWNS, which implies a umask of its own.
        guard unshare(0x20000) == 0 else { throw POSIXError(.EPERM) }
        typealias Mount =
            @convention(c) (
                UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafePointer<CChar>?, CUnsignedLong,
                UnsafePointer<CChar>?
            ) -> Int32
        let mount: Mount = try symbol("mount")
        // MS_REC | MS_PRIVATE: nothing that is mounted here is seen elsewhere.
        guard mount("none", "/", nil, 1 << 14 | 1 << 18, nil) == 0 else {
            throw POSIXError(.EPERM)
        }
    }

    /// A function of the C library that its module map leaves out.
    private static func symbol<Function>(_ name: String) throws -> Function {
        let found = try #require(dlsym(nil, name))
        return unsafeBitCast(found, to: Function.self)
    }
}

/// Hands a result from one thread to another.
// Safe: `result` is written before the semaphore is signalled and read after it was waited for.
private final class Outcome<Value: Sendable>: @unchecked Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private var result: Result<Value, any Error> = .failure(POSIXError(.ECANCELED))

    func finish(_ result: Result<Value, any Error>) {
        self.result = result
        semaphore.signal()
    }

    func wait() -> Result<Value, any Error> {
        semaphore.wait()
        return result
    }
}
