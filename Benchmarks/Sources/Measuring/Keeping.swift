/// Takes a value that nobody needs, so that the compiler cannot leave out what made it.
@inline(never)
package func keep<Value>(_ value: Value) {
    withExtendedLifetime(value) {}
}
