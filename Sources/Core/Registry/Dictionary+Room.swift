extension Dictionary {
    /// Lets the room go that an empty dictionary once needed, where that is much.
    mutating func giveBackRoom() {
        if isEmpty, capacity > 1024 { self = [:] }
    }
}
