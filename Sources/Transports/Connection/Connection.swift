package import DockerNetwork

/// The resources of a connection from its opening to its end: a library's handle or sockets, and
/// all that waits for them.
///
/// It belongs to the connection's actor and lives on that one's thread. Its calls do not suspend: each
/// leaves its `Reply` behind where it has to wait, and `turn` gives the answer once it is there. What
/// it throws ends the connection.
package protocol ConnectionLink: AnyObject, SendableMetatype {
    /// Waits for what the other side has to answer before there can be calls.
    ///
    /// - Parameter connection: The actor, for tasks of the link's own.
    /// - Throws: `TransportError`, as `Transport` says of opening a connection.
    func open(on connection: isolated any Actor) async throws(TransportError)

    /// Does what is due, one thing after the other, until the connection is over; for a link whose
    /// library is asked by requests.
    func work() async throws(TransportError)

    /// Reads what has arrived, sends what may be sent, and says what to wait for.
    func turn() throws(TransportError) -> ConnectionThread.Wait

    /// Says goodbye to the other side.
    func close()

    /// Gives an error to everyone who waits. It comes once, and nothing comes after it.
    func fail(_ error: TransportError)
}

extension ConnectionLink {
    /// There is nothing to wait for.
    package func open(on connection: isolated any Actor) async throws(TransportError) {}

    /// All is done by `turn`.
    package func work() async throws(TransportError) {}

    /// The end of the socket says enough.
    package func close() {}
}

/// A connection on a thread of its own: nothing yet, then a link to the other side, then the reason
/// why it is over.
package actor Connection<Link: ConnectionLink>: EndpointErrors {
    /// Makes the link, on the thread; it may wait within the connection's time-outs.
    package typealias Connect = @Sendable () throws(TransportError) -> Link

    private enum State {
        case unopened(Connect)
        /// The other side has yet to answer.
        case opening(Link)
        case open(Link)
        case ended(TransportError)
    }

    package nonisolated let endpoint: String
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    private nonisolated let thread: ConnectionThread
    private var state: State

    /// Creates one that is not connected yet.
    ///
    /// - Parameters:
    ///   - endpoint: Where it connects to, without any secret.
    ///   - thread: Its thread, which ends with it.
    ///   - connect: Makes the link.
    package init(
        to endpoint: String, on thread: ConnectionThread, _ connect: @escaping Connect
    ) {
        self.endpoint = endpoint
        self.thread = thread
        state = .unopened(connect)
        // The thread does not keep the connection alive.
        thread.attach { [weak self] in self?.assumeIsolated { $0.turn() } }
    }

    /// Ends the connection if nobody has: nobody is left waiting, nothing stays behind.
    isolated deinit {
        end(droppedHere)
        thread.finish()
    }

    // MARK: - From other threads

    /// Connects, on the thread.
    nonisolated func open(_ reply: Reply<Void>) {
        submit { $0.connect(reply) }
    }

    /// Calls the link on the thread, after everything that was asked for before.
    nonisolated func call<Value: Sendable>(
        _ reply: Reply<Value>,
        _ work: @escaping @Sendable (Link, Reply<Value>) throws(TransportError) -> Void
    ) {
        submit { $0.perform(work, reply) }
    }

    /// Says goodbye and ends the connection; whoever still waits gets `.closed`.
    nonisolated func close(_ reply: Reply<Void>) {
        submit {
            $0.close()
            reply.resolve(.success(()))
        }
    }

    /// Ends the connection, which nobody holds any more.
    nonisolated func drop() {
        submit { $0.end($0.droppedHere) }
    }

    private nonisolated func submit(_ work: @escaping @Sendable (isolated Connection) -> Void) {
        thread.submit { self.assumeIsolated { work($0) } }
    }

    // MARK: - From the opening to the end

    private func connect(_ reply: Reply<Void>) {
        guard case .unopened(let connect) = state else { return refuse(reply) }
        do throws(TransportError) {
            state = .opening(try connect())
        } catch {
            end(error)
            return refuse(reply)
        }
        Task { await run(reply) }
    }

    /// Finishes the opening, and does what the link has to do by itself.
    private func run(_ reply: Reply<Void>) async {
        guard case .opening(let link) = state else { return refuse(reply) }
        do throws(TransportError) {
            try await link.open(on: self)
            guard case .opening = state else { return refuse(reply) }
            state = .open(link)
            // A caller that gave up meanwhile leaves nothing behind.
            guard reply.resolve(.success(())) else { return close() }
            try await link.work()
        } catch {
            end(error)
            refuse(reply)
        }
    }

    private func perform<Value: Sendable>(
        _ work: (Link, Reply<Value>) throws(TransportError) -> Void, _ reply: Reply<Value>
    ) {
        guard case .open(let link) = state else { return refuse(reply) }
        do throws(TransportError) {
            try work(link, reply)
        } catch {
            end(error)
            refuse(reply)
        }
    }

    private func turn() -> ConnectionThread.Wait {
        switch state {
        case .opening(let link), .open(let link):
            do throws(TransportError) {
                return try link.turn()
            } catch {
                end(error)
            }
        case .unopened, .ended: break
        }
        return ConnectionThread.Wait()
    }

    private func close() {
        switch state {
        case .opening(let link), .open(let link): link.close()
        case .unopened, .ended: break
        }
        end(closedHere)
    }

    /// Ends the connection, once: everyone who waits gets `error`, and so does every later call.
    private func end(_ error: TransportError) {
        switch state {
        case .unopened: state = .ended(error)
        case .opening(let link), .open(let link):
            state = .ended(error)
            link.fail(error)
        case .ended: break
        }
    }

    private func refuse<Value>(_ reply: Reply<Value>) {
        guard case .ended(let error) = state else {
            reply.resolve(.failure(notConnected))
            return
        }
        reply.resolve(.failure(error))
    }
}
