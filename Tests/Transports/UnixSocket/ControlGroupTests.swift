import DockerNetwork
import Testing

@testable import DockerNetworkUnixSocket

@Suite struct ControlGroupTests {
    private static let id = String(repeating: "4f", count: 32)

    @Test(
        "the group of a container or a user, whatever it makes below, in both versions",
        arguments: [
            ("0::/docker/\(id)", "/docker/\(id)"),
            ("0::/docker/\(id)/init.scope", "/docker/\(id)"),
            (
                "0::/system.slice/docker-\(id).scope/x",
                "/system.slice/docker-\(id).scope"
            ),
            (
                "12:pids:/docker/\(id)\n1:name=systemd:/docker/\(id)\n"
                    + "0::/system.slice/containerd.service",
                "/docker/\(id)"
            ),
            ("9:name=systemd:/\n8:pids:/\n0::/", nil),
            (
                "8:pids:/user.slice\n1:name=systemd:/system.slice/a.service",
                "/system.slice/a.service"
            ),
            (
                "0::/user.slice/user-1000.slice/user@1000.service/app.slice/x-\(id)/y",
                "/user.slice/user-1000.slice"
            ),
            ("0::/system.slice/ssh.service\n", "/system.slice/ssh.service"),
            ("", nil), ("garbage", nil), ("0:/x", nil), ("0::relative", nil), ("::/a", "/a"),
        ] as [(String, String?)])
    func name(text: String, name: String?) {
        #expect(ControlGroup.name(in: text) == name)
    }

    @Test func aNameIsNoLongerThanItNeedsToBe() {
        let text = "0::/" + String(repeating: "long/", count: 2_000)
        #expect(ControlGroup.name(in: text)?.utf8.count == 512)
    }
}
