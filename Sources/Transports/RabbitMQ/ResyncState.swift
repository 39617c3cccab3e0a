#if RabbitMQ
    /// Whether resync requests are heard.
    enum ResyncState {
        /// Nobody asked for it, or the user may not.
        case off
        /// The broker was asked, and has not answered.
        case asking(afterMissing: Bool)
        /// They are heard.
        case bound
        /// No host has made the exchange yet; when to ask again.
        case missing(retry: ContinuousClock.Instant)
    }
#endif
