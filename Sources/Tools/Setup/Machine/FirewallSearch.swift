internal import DockerNetworkSystem

/// Looks for what filters incoming packets, and asks the tool that manages it.
struct FirewallSearch {
    /// A firewall that drops what no rule admits.
    struct Found: Hashable, Sendable {
        var kind: Machine.Firewall
        var admitsQuestions: Bool
    }

    /// Asks ufw, firewalld, nftables and iptables, in this order; nil: nothing is dropped.
    func firewall() -> Found? {
        ufw() ?? firewalld() ?? nftables() ?? iptables()
    }

    private func output(_ words: String...) -> String? {
        guard ProgramOutput.path(of: words[0]) != nil else { return nil }
        let output = ProgramOutput.of(words)
        return output.isSuccess ? output.text : nil
    }

    private func ufw() -> Found? {
        guard let status = output("ufw", "status"), status.hasPrefix("Status: active") else {
            return nil
        }
        let admits = status.split(separator: "\n").contains {
            $0.hasPrefix("53 ") && $0.contains("ALLOW") && $0.contains("172.16.0.0/12")
        }
        return Found(kind: .ufw, admitsQuestions: admits)
    }

    private func firewalld() -> Found? {
        guard output("firewall-cmd", "--state") != nil else { return nil }
        let named = output("firewall-cmd", "--get-zone-of-interface=docker0")
        guard let text = named ?? output("firewall-cmd", "--get-default-zone") else { return nil }
        let zone = String(text.prefix { $0 != "\n" })
        // Docker makes a zone that admits all.
        let admits =
            ["docker", "trusted"].contains(zone)
            || output("firewall-cmd", "--zone=\(zone)", "--query-service=dns") != nil
        return Found(kind: .firewalld(zone: zone), admitsQuestions: admits)
    }

    private func nftables() -> Found? {
        output("nft", "list", "ruleset").flatMap(Self.nftables)
    }

    /// Reads what `nft list ruleset` prints.
    static func nftables(_ ruleset: String) -> Found? {
        var table: [Substring] = []
        var chain: Substring = ""
        for line in ruleset.split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == "\t" }
            switch words.first {
            case "table": table = words.count > 2 ? Array(words[1...2]) : []
            case "chain": chain = words.count > 1 ? words[1] : ""
            case "type" where line.contains("hook input") && line.contains("policy drop"):
                guard table.count == 2, ["ip", "inet"].contains(table[0]) else { continue }
                let admits = ruleset.contains("my-docker-network")
                // The tables of iptables, which has tools of its own.
                if table == ["ip", "filter"], chain == "INPUT" {
                    return Found(kind: .iptables, admitsQuestions: admits)
                }
                return Found(
                    kind: .nftables(
                        family: String(table[0]), table: String(table[1]), chain: String(chain)),
                    admitsQuestions: admits)
            default: break
            }
        }
        return nil
    }

    private func iptables() -> Found? {
        guard let rules = output("iptables", "-S", "INPUT"), rules.hasPrefix("-P INPUT DROP") else {
            return nil
        }
        return Found(kind: .iptables, admitsQuestions: rules.contains("my-docker-network"))
    }
}
