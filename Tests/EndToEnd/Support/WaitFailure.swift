/// A condition that did not come true in time.
struct WaitFailure: Error, CustomStringConvertible {
    let description: String
}
