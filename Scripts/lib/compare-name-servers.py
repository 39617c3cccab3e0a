"""Asks Knot and our name server the same questions, and compares the answers. See Scripts/compare-name-servers --help."""
import collections
import random
import socket
import struct
import sys

import nameservers as ns

WINDOW = 100
ZONES = ("docker", "10.in-addr.arpa", "d.f.ip6.arpa")
MARKER = 0xFFFF


def table():
    """Names of one address and of many, of both families, deep ones, and addresses that are shared."""
    rows = [(f"host-{index}", f"10.0.{index // 250}.{index % 250 + 1}") for index in range(3000)]
    rows += [(f"host-{index}", f"fd00::{index:x}") for index in range(1, 600)]
    rows += [(f"six-{index}", f"fd00:1::{index:x}") for index in range(1, 100)]
    rows += [("many", f"10.1.0.{index}") for index in range(1, 200)]
    rows += [("some", f"10.2.0.{index}") for index in range(1, 28)]
    rows += [("six-many", f"fd00:2::{index:x}") for index in range(1, 100)]
    rows += [(f"shared-{index}", "10.3.0.1") for index in range(60)]
    rows += [(f"a{index}.b{index % 7}.shop", f"10.4.0.{index + 1}") for index in range(200)]
    rows += [("x." * 60 + "deep", "10.5.0.1"), ("l" * 63 + "." + "m" * 63 + "." + "n" * 63, "10.5.0.2")]
    return rows


class Generator:
    def __init__(self, seed, rows):
        self.random = random.Random(seed)
        self.names = sorted({name for name, _ in rows})
        self.addresses = sorted({address for _, address in rows})

    def name(self):
        choice = self.random.random
        pick = self.random.choice
        roll = choice()
        if roll < 0.5:
            name = pick(self.names) + ".docker"
        elif roll < 0.6:
            name = pick(["shop.docker", "b3.shop.docker", "docker", "x.deep.docker", "many.docker", "some.docker", "six-many.docker"])
        elif roll < 0.7:
            name = pick(["no", "host-1.no", "x.host-5", "many.some", "-", "_dmarc", "*", "a\x01b", "xn--caf-dma"]) + ".docker"
        elif roll < 0.9:
            name = ns.reverse(pick(self.addresses))[:-1]
            cut = self.random.randint(-6, 3)
            if cut > 0:
                name = name.split(".", cut)[-1]
            if choice() < 0.1:
                name = pick(["9.", "x.", "01.", "256.", "f."]) + name
        else:
            name = pick(["example.com", "", "dockers", "xdocker", "com", "arpa", "in-addr.arpa", "ip6.arpa", "8.8.8.8.in-addr.arpa"])
        return "".join(letter.upper() if choice() < 0.2 else letter for letter in name)

    def message(self, ident):
        pick, roll = self.random.choice, self.random.random
        kind = pick([1, 1, 1, 28, 28, 12, 12, 2, 6, 255, 15, 16, 33, 43, 65, 41, 250, 251, 252, 253, 0, 65535])
        klass = 1 if roll() < 0.95 else pick([3, 4, 254, 255, 0, 9])
        flags = pick([0x0100, 0x0100, 0x0100, 0, 0x0110, 0x0120, 0x0080, 0x0400, 0x0200, 0x0040, 0x0003])
        if roll() < 0.02:
            flags |= pick([1, 2, 3, 4, 5, 6, 9, 15]) << 11
        options = None
        if roll() < 0.5:
            data = pick([b"", b"", b"\xfd\xe9\0\2\1\2", b"\0\x0c\0\x10" + bytes(16), b"\0\1", b"\0\x0a\0\x20abc"])
            options = (pick([0, 512, 600, 1232, 1400, 4096, 65535]), pick([0] * 12 + [1, 255]), pick([0, 0, 0x8000, 0x4000]), data)
        message = bytearray(ns.question(self.name(), kind, ident, flags, klass, options))
        if roll() < 0.08:
            self.bend(message)
        return bytes(message)

    def bend(self, message):
        for _ in range(self.random.randint(1, 3)):
            roll = self.random.random()
            # The id stays, so that the answer is found.
            index = self.random.randrange(2, max(3, len(message)))
            if roll < 0.5 and index < len(message):
                message[index] = self.random.choice([0, 1, 12, 0xC0, 63, 64, 255, self.random.randrange(256)])
            elif roll < 0.7:
                del message[index:]
            elif roll < 0.85:
                message[index:index] = bytes([self.random.choice([0, 1, 41, 0xC0, self.random.randrange(256)])])
            else:
                message += bytes(self.random.randrange(1, 5))


class Message:
    """What is compared of a message."""

    def __init__(self, data):
        self.data = data
        self.ident, self.flags, *counts = struct.unpack(">6H", data[:12])
        self.code = self.flags & 15
        index = 12
        self.questions = []
        for _ in range(counts[0]):
            name, index = self.name(index)
            self.questions.append((name, data[index : index + 4]))
            index += 4
        self.sections = []
        self.options = None
        for count in counts[1:]:
            records = []
            for _ in range(count):
                name, index = self.name(index)
                kind, klass, ttl, length = struct.unpack(">2HIH", data[index : index + 10])
                index += 10
                value = data[index : index + length]
                if kind in (ns.NS, ns.PTR):
                    value = self.name(index)[0]
                elif kind == ns.SOA:
                    first, after = self.name(index)
                    second, after = self.name(after)
                    value = (first.lower(), second.lower(), data[after + 4 : index + length])
                index += length
                if kind == 41:
                    self.options = (klass, ttl, value)
                    self.code |= ttl >> 24 << 4
                else:
                    records.append((name.lower(), kind, klass, ttl, value))
            self.sections.append(sorted(records, key=repr))

    def name(self, index):
        parts, end = [], None
        for _ in range(130):
            length = self.data[index]
            if length == 0:
                return b".".join(parts), end or index + 1
            if length >= 0xC0:
                end = end or index + 2
                index = (length & 0x3F) << 8 | self.data[index + 1]
                continue
            parts.append(self.data[index + 1 : index + 1 + length])
            index += 1 + length
        raise ValueError("a name without end")

    @property
    def truncated(self):
        return bool(self.flags & 0x0200)

    def same(self, other):
        return (
            self.flags == other.flags and self.code == other.code and self.questions == other.questions
            and (self.options is None) == (other.options is None)
            and (self.options or (0, 0, 0))[1] == (other.options or (0, 0, 0))[1]
            and (self.truncated or self.sections == other.sections)
        )  # fmt: skip

    def __str__(self):
        return f"flags {self.flags:04x} code {self.code} sections {self.sections} options {self.options}"


class Asked:
    """A question as both may see it."""

    def __init__(self, data):
        self.data = data
        self.opcode = data[2] >> 3 & 15 if len(data) > 2 else 0
        try:
            self.message = Message(data)
        except (IndexError, ValueError, struct.error):
            self.message = None
        readable = self.message and self.message.questions
        self.name = self.message.questions[0][0].lower() if readable else b""
        self.kind, self.klass = struct.unpack(">2H", self.message.questions[0][1]) if readable and len(self.message.questions[0][1]) == 4 else (0, 0)


# Differences that there are for a reason: the first that fits counts.
EXPLAINED = []


def explained(reason):
    def add(function):
        EXPLAINED.append((reason, function))
        return function

    return add


@explained("what nobody can read: Knot repeats as much of the question as it understood, we send the header alone")
def _(asked, theirs, mine):
    return theirs and mine and theirs.code == mine.code == 1 and mine.flags == theirs.flags


@explained("what nobody can read: Knot is silent, we say FORMERR (RFC 1035)")
def _(asked, theirs, mine):
    return theirs is None and mine and mine.code == 1


@explained("other kinds of message: NOTIMP whatever follows (BCP 219), where Knot knows some of them")
def _(asked, theirs, mine):
    return asked.opcode and mine and mine.code == 4


@explained("whole zones: REFUSED over UDP as over TCP, where Knot says NOTAUTH, FORMERR or sends them")
def _(asked, theirs, mine):
    return asked.kind in (251, 252) and mine and mine.code == 5


@explained("questions of any class (255): REFUSED as every class but IN, where Knot answers as for IN")
def _(asked, theirs, mine):
    return asked.klass == 255 and mine and mine.code == 5


@explained("questions of type 0: no record has it, as of any other type; Knot says NOTIMP")
def _(asked, theirs, mine):
    return asked.kind == 0 and theirs and theirs.code == 4 and mine


@explained("questions for any type: one kind of record (RFC 8482) of those that Knot sends")
def _(asked, theirs, mine):
    if asked.kind != ns.ANY or not theirs or not mine or theirs.code != mine.code:
        return False
    return theirs.truncated or all(record in theirs.sections[0] for record in mine.sections[0]) and mine.sections[0]


@explained("questions for any type at the top of a zone: the start of authority, where Knot sends the name servers")
def _(asked, theirs, mine):
    return asked.kind == ns.ANY and mine and theirs and [record[1] for record in mine.sections[0]] == [ns.SOA] and theirs.code == 0


@explained("records behind the question that nobody asked for: not read, where Knot finds their data wrong")
def _(asked, theirs, mine):
    return theirs and theirs.code == 1 and mine and mine.code != 1 and (not asked.message or any(asked.message.sections))


@explained("a client that takes datagrams of one byte: 512 as for every size below (RFC 6891 section 6.2.3), where Knot says FORMERR")
def _(asked, theirs, mine):
    return theirs and theirs.code == 1 and asked.message and asked.message.options and asked.message.options[0] == 1


@explained("an EDNS record whose name is not the root's byte: FORMERR (RFC 6891 section 6.1.2), where Knot follows a pointer to one")
def _(asked, theirs, mine):
    return theirs and mine and mine.code == 1 and asked.message and asked.message.options


@explained("reverse names above an address: they exist here whether or not an address below is registered, Knot says NXDOMAIN")
def _(asked, theirs, mine):
    if not theirs or not mine or not asked.name.endswith(b".arpa") or theirs.code != 3 or mine.code != 0:
        return False
    parts = asked.name.split(b".")[:-2]
    return len(parts) < (4 if asked.name.endswith(b"in-addr.arpa") else 32) and not mine.sections[0]


def ask_datagrams(server, messages):
    """The answers by id. A marker's answer comes behind all others: both servers have one thread."""
    answers = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        client.connect(("127.0.0.1", server.port))
        client.settimeout(10)
        for message in messages:
            client.send(message)
        client.send(ns.question("host-1.docker", ns.A, MARKER))
        while True:
            data = client.recv(65535)
            ident = struct.unpack(">H", data[:2])[0]
            if ident == MARKER:
                return answers
            answers[ident] = data


def ask_stream(server, message):
    with socket.create_connection(("127.0.0.1", server.port), 10) as client:
        client.sendall(struct.pack(">H", len(message)) + message)
        file = client.makefile("rb")
        try:
            head = file.read(2)
            return file.read(struct.unpack(">H", head)[0]) if len(head) == 2 else None
        except OSError:
            return None


def judge(data, knot, ours, counts, examples):
    if knot is None and ours is None:
        counts["same"] += 1
        return
    theirs = Message(knot) if knot else None
    mine = Message(ours) if ours else None
    if theirs and mine and mine.same(theirs):
        counts["same"] += 1
        return
    asked = Asked(data)
    for reason, function in EXPLAINED:
        if function(asked, theirs, mine):
            counts[reason] += 1
            return
    counts["UNEXPLAINED"] += 1
    if len(examples) < 15:
        examples.append(f"question {data.hex()}\n  type {asked.kind} class {asked.klass} name {asked.name}\n  Knot {theirs}\n  ours {mine}")


def main():
    folder, tool, questions, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    rows = table()
    servers = [ns.knot(folder, rows, ZONES), ns.ours(folder, rows, tool)]
    counts, examples = collections.Counter(), []
    try:
        for server in servers:
            server.wait("host-1.docker")
        generator = Generator(seed, rows)
        for start in range(0, questions, WINDOW):
            messages = [generator.message(ident) for ident in range(min(WINDOW, questions - start))]
            answers = [ask_datagrams(server, messages) for server in servers]
            for ident, message in enumerate(messages):
                judge(message, answers[0].get(ident), answers[1].get(ident), counts, examples)
            for message in messages[:2]:
                if len(message) >= 12:
                    judge(message, ask_stream(servers[0], message), ask_stream(servers[1], message), counts, examples)
    finally:
        for server in servers:
            server.stop()
    for example in examples:
        print(example)
    for reason, count in counts.most_common():
        print(f"{count:9}  {reason}")
    return 1 if counts["UNEXPLAINED"] else 0


if __name__ == "__main__":
    sys.exit(main())
