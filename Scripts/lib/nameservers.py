"""Name servers with the same table, each on a port of the loopback: for Scripts/compare-name-servers and Scripts/benchmark."""
import os
import random
import signal
import socket
import struct
import subprocess
import time
import zlib

A, NS, SOA, PTR, TXT, AAAA, ANY = 1, 2, 6, 12, 16, 28, 255
MARK = " #my-docker-network was here"


def free_port():
    """A port that is free for UDP and TCP, below those that the kernel gives to connections."""
    while True:
        port = random.randint(20000, 29999)
        try:
            for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                with socket.socket(socket.AF_INET, kind) as one:
                    one.bind(("127.0.0.1", port))
            return port
        except OSError:
            continue


def labels(name):
    return [part.encode("latin-1") for part in name.split(".") if part]


def wire_name(parts):
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\0"


def question(name, kind, ident=0, flags=0x0100, klass=1, options=None):
    """The bytes of a question; `options` is (size, version, flags, data) of an EDNS record."""
    parts = name if isinstance(name, list) else labels(name)
    message = struct.pack(">6H", ident, flags, 1, 0, 0, 1 if options else 0)
    message += wire_name(parts) + struct.pack(">2H", kind, klass)
    if options:
        size, version, bits, data = options
        message += b"\0" + struct.pack(">2HBBHH", 41, size, 0, version, bits, len(data)) + data
    return message


class Server:
    """A process that answers on a port."""

    def __init__(self, name, port, arguments, folder):
        self.name, self.port = name, port
        self.log = os.path.join(folder, name + ".log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(arguments, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def wait(self, name, seconds=120):
        """Returns when it answers for a name with an address, or raises."""
        end = time.monotonic() + seconds
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.connect(("127.0.0.1", self.port))
            client.settimeout(0.2)
            while time.monotonic() < end:
                if self.process.poll() is not None:
                    break
                try:
                    client.send(question(name, A))
                    answer = client.recv(65535)
                    if self.name == "echo" or struct.unpack(">H", answer[6:8])[0] > 0:
                        return self
                except OSError:
                    time.sleep(0.05)
        self.stop()
        with open(self.log, errors="replace") as log:
            raise SystemExit(f"{self.name} does not answer for {name}; its last words:\n{log.read()[-2000:]}")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def processor_seconds(self):
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """Megabytes that are resident now."""
        with open(f"/proc/{self.process.pid}/status") as file:
            for line in file:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        return 0.0


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
    return path


def reverse(address):
    """The reverse name of an address, with the root's dot."""
    if ":" not in address:
        return ".".join(reversed(address.split("."))) + ".in-addr.arpa."
    digits = socket.inet_pton(socket.AF_INET6, address).hex()
    return ".".join(reversed(digits)) + ".ip6.arpa."


def ours(folder, table, tool, upstream="none", extra=""):
    """The host service, whose directory holds the table before it starts."""
    port = free_port()
    lines = []
    for name, address in table:
        line = f"+{address} {name}.docker{MARK}"
        lines.append(f"{zlib.crc32(line.encode()):08x} {line}\n")
    path = os.path.dirname(write(folder, "names.d/names", "".join(lines)))
    bound = max(100000, 2 * len(table) + 10)
    config = write(
        folder,
        "ours.toml",
        f"""host-name = "bench"
[[transports]]
url = "unix://{folder}/announce.sock"
[[sinks]]
kind = "dns"
listen = ["127.0.0.1:{port}"]
upstream = ["{upstream}"]
path = "{path}"
{extra}
[policy]
names-in-all = {bound}
names-per-user = {bound}
addresses-per-hostname = 4096
hostnames-per-address = 4096
""",
    )
    return Server("ours", port, [tool, "serve", "--config", config], folder)


def knot(folder, table, zones=("docker",)):
    """Knot with one thread for UDP, which answers for the domain and for reverse zones."""
    port = free_port()
    start = "@ SOA @ nobody.invalid. 1 3600 1200 604800 0\n@ NS @\n"
    texts = {zone: [f"$ORIGIN {zone}.\n$TTL 0\n{start}"] for zone in zones}
    for name, address in table:
        kind = "AAAA" if ":" in address else "A"
        texts["docker"].append(f"{name} {kind} {address}\n")
        for zone in zones:
            if reverse(address).endswith(f".{zone}."):
                texts[zone].append(f"{reverse(address)} PTR {name}.docker.\n")
    text = f"""server:
    listen: 127.0.0.1@{port}
    rundir: {folder}/knot
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: {folder}/knot
log:
  - target: stderr
    any: error
zone:
"""
    os.makedirs(f"{folder}/knot", exist_ok=True)
    for zone in zones:
        path = write(folder, f"{zone}.zone", "".join(texts[zone]))
        text += f"  - domain: {zone}\n    file: {path}\n    zonefile-sync: -1\n    journal-content: none\n"
    return Server("knot", port, ["knotd", "-c", write(folder, "knot.conf", text)], folder)


def dnsmasq(folder, table, upstream=None):
    port = free_port()
    hosts = write(folder, "hosts", "".join(f"{address} {name}.docker\n" for name, address in table))
    arguments = [
        "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", f"--port={port}", "--listen-address=127.0.0.1",
        "--bind-interfaces", "--no-resolv", "--no-hosts", f"--addn-hosts={hosts}", "--local=/docker/", "--pid-file=",
        "--user=root", "--log-facility=-", "--cache-size=0",
    ]
    if upstream:
        arguments += [f"--server={upstream.replace(':', '#')}", "--dns-forward-max=2048"]
    return Server("dnsmasq", port, arguments, folder)


def unbound(folder, table):
    port = free_port()
    data = "".join(f'  local-data: "{name}.docker. 0 IN {"AAAA" if ":" in address else "A"} {address}"\n' for name, address in table)
    text = f"""server:
  interface: 127.0.0.1@{port}
  num-threads: 1
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  local-zone: "docker." static
{data}remote-control:
  control-enable: no
"""
    return Server("unbound", port, ["unbound", "-d", "-c", write(folder, "unbound.conf", text)], folder)


def echo(folder, program):
    port = free_port()
    return Server("echo", port, [program, str(port)], folder)
