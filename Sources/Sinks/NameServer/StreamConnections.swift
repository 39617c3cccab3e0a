import DockerNetwork
import DockerNetworkSystem

/// The TCP connections of a worker, within their limits.
final class StreamConnections {
    private let limits: NameServerLimits
    private var connections: [UInt64: StreamConnection] = [:]

    init(_ limits: NameServerLimits) {
        self.limits = limits
    }

    /// Whether there is none.
    var isEmpty: Bool { connections.isEmpty }
    /// Whether answers are on their way to a client.
    var isBusy: Bool { connections.values.contains { $0.isBusy } }

    /// Takes a connection, or closes it where its client has enough of them.
    func add(_ socket: consuming FileDescriptor, from client: IPAddress, _ worker: Worker) {
        let same = connections.values.count { $0.client == client }
        guard same < limits.connectionsPerClient else {
            worker.responder.counts.limited += 1
            return
        }
        if connections.count >= limits.connections { closeOldest(worker) }
        guard connections.count < limits.connections else { return }
        let connection = StreamConnection(socket, from: client)
        guard let tag = worker.add(connection.number, .readable, connection) else { return }
        connection.tag = tag
        connections[tag] = connection
        worker.responder.counts.connections += 1
    }

    /// Forgets a connection that was closed.
    func remove(_ connection: StreamConnection) {
        connections[connection.tag] = nil
    }

    /// Closes the connection that has been silent longest.
    func closeOldest(_ worker: Worker) {
        connections.values.min { $0.lastActivity < $1.lastActivity }?.close(worker)
    }

    /// Closes those that have been silent too long.
    func expire(at now: MonotonicTime, _ worker: Worker) {
        let expired = connections.values.filter {
            !$0.isWaiting && $0.lastActivity + limits.idleTime < now
        }
        for connection in expired { connection.close(worker) }
    }

    /// Closes all of them.
    func closeAll(_ worker: Worker) {
        for connection in Array(connections.values) { connection.close(worker) }
    }
}
