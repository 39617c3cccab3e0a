import Testing

/// The built programs as a user runs them, against a real broker and a real dnsmasq.
///
/// Each test has a virtual host, users, a folder and a name server of its own, so that all of them
/// can run at once. Without a lab (`Scripts/lab --help`) they are skipped.
@Suite("End to end", .enabled(if: LabEnvironment.isThere, "no lab: see Scripts/lab --help"))
struct EndToEndTests {}
