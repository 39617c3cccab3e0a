import Testing

/// Tests on real sockets; no broker is needed.
@Suite(.timeLimit(.minutes(5))) enum UnixSocketTests {}
