#if Docker
    import DockerNetworkSystem
    import TestSupport
    import Testing
    import my_docker_network_emit

    @Suite("Notes of the OCI hook")
    struct HookNotesTests {
        @Test("numbers are the time, and go on upwards where the clock is set back")
        func sequence() throws {
            let folder = try TemporaryFolder()
            let notes = HookNotes(in: try Directory(folder.path))
            #expect(try notes.nextSequence(at: 1_000) == 1_000)
            #expect(try notes.nextSequence(at: 2_000) == 2_000)
            #expect(try notes.nextSequence(at: 10) == 2_001)
            #expect(try notes.nextSequence(at: 2_001) == 2_002)
            let another = HookNotes(in: try Directory(folder.path))
            #expect(try another.nextSequence(at: 9) == 2_003)
            #expect(try another.nextSequence(at: .max - 1) == .max - 1)
        }

        @Test("what is noted of one container is taken once")
        func notes() throws {
            let folder = try TemporaryFolder()
            let notes = HookNotes(in: try Directory(folder.path))
            try notes.write(["web", "--address", "10.0.0.1"], of: "one")
            try notes.write(["db"], of: "two")
            #expect(try notes.take("one") == ["web", "--address", "10.0.0.1"])
            #expect(try notes.take("one") == nil)
            #expect(try notes.take("two") == ["db"])
        }
    }
#endif
