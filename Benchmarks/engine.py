"""From an engine's event to the name, beside a poll of its list; and what 1,000 containers cost.

    engine.py HOST-TOOL STUB-ENGINE [--rounds N] [--json FILE]
"""

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time

ROWS = []
GOAL = 100


def row(what, unit, values, goal=None):
    values = sorted(values)
    high = values[min(len(values) - 1, int(len(values) * 0.95))]
    ROWS.append({"what": what, "unit": unit, "median": statistics.median(values), "p95": high,
                 "smallest": values[0], "largest": values[-1], "count": len(values), "goal": goal})


def show():
    print(f"{'':58} {'median':>9} {'p95':>9} {'smallest':>9} {'largest':>9}  goal")
    for item in ROWS:
        goal = ""
        if item["goal"] is not None:
            goal = f"{item['goal']} {'met' if item['median'] <= item['goal'] else 'MISSED'}"
        figures = " ".join(f"{item[key]:9.1f}" for key in ("median", "p95", "smallest", "largest"))
        print(f"{item['what'] + ' (' + item['unit'] + ')':58} {figures}  {goal}")


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Resolver:
    """Asks one name server for A records."""

    def __init__(self, port):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(2)
        self.socket.connect(("127.0.0.1", port))

    def knows(self, name):
        number = random.randrange(65536)
        labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
        try:
            self.socket.send(struct.pack(">6H", number, 256, 1, 0, 0, 0) + labels + b"\0\0\1\0\1")
            answer = self.socket.recv(4096)
        except OSError:
            return False
        return answer[:2] == struct.pack(">H", number) and answer[6:8] != b"\0\0"

    def when(self, name, known, limit=30):
        end = time.time() + limit
        while time.time() < end:
            if self.knows(name) == known:
                return time.time()
            time.sleep(0.001)
        sys.exit(f"{name}: not {'there' if known else 'gone'} within {limit} s")


class Engine:
    """An engine's API on a Unix socket."""

    def __init__(self, path):
        self.path = path

    def connection(self):
        connection = http.client.HTTPConnection("engine")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(self.path)
        return connection

    def get(self, path):
        connection = self.connection()
        connection.request("GET", path)
        data = json.loads(connection.getresponse().read())
        connection.close()
        return data

    def follow(self, seen):
        connection = self.connection()
        connection.request("GET", "/events")
        for line in connection.getresponse():
            event = json.loads(line)
            if event.get("Type") == "container":
                seen[event["Action"], event["Actor"]["Attributes"]["name"]] = event["timeNano"] / 1e9


def poll(engine, directory, stop):
    """docker-gen's kind: the whole list each second, written where a dnsmasq sees it."""
    while not stop.wait(1):
        lines = []
        for container in engine.get("/containers/json"):
            for network in container["NetworkSettings"]["Networks"].values():
                if network["IPAddress"]:
                    lines.append(f"{network['IPAddress']} {container['Names'][0][1:]}.docker\n")
        with open(os.path.join(directory, "names"), "w") as file:
            file.writelines(sorted(lines))


class Service:
    """Our host service, which answers by itself."""

    def __init__(self, tool, folder, name, engine):
        self.port = free_port()
        path = os.path.join(folder, f"{name}.toml")
        with open(path, "w") as file:
            file.write(f"""
host-name = "{name}"
[[transports]]
url = "docker://{engine}"
[[sinks]]
kind = "dns"
listen = ["127.0.0.1:{self.port}"]
upstream = ["none"]
path = "{folder}/{name}.d"
""")
        self.log = open(os.path.join(folder, f"{name}.log"), "w+")
        self.process = subprocess.Popen([tool, "serve", "--config", path], stderr=self.log)
        self.resolver = Resolver(self.port)

    def processor(self):
        with open(f"/proc/{self.process.pid}/stat") as file:
            words = file.read().rsplit(")", 1)[1].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))

    def stop(self):
        self.process.terminate()
        self.process.wait()


def real(tool, folder, rounds):
    sock = os.path.join(folder, "docker.sock")
    log = open(os.path.join(folder, "dockerd.log"), "w")
    daemon = subprocess.Popen(
        ["dockerd", "--data-root", f"{folder}/data", "--exec-root", f"{folder}/x", "--pidfile", f"{folder}/pid",
         "--host", f"unix://{sock}", "--bridge", "none", "--iptables=false", "--ip-forward=false",
         "--ip-masq=false", "--userland-proxy=false"], stdout=log, stderr=log)
    docker = ["docker", "--host", f"unix://{sock}"]
    network = f"bench-{random.randrange(10**6)}"
    servers = []
    stop = threading.Event()
    try:
        for _ in range(600):
            if subprocess.run(docker + ["version"], capture_output=True).returncode == 0:
                break
            time.sleep(0.1)
        os.makedirs(f"{folder}/root/bin")
        shutil.copy("/bin/busybox", f"{folder}/root/bin/sleep")
        subprocess.run(f"tar -C {folder}/root -c . | {' '.join(docker)} import - demo:1 >/dev/null",
                       shell=True, check=True)
        subprocess.run(docker + ["network", "create", "--subnet", f"10.198.{random.randrange(256)}.0/24", network],
                       check=True, stdout=subprocess.DEVNULL)
        engine = Engine(sock)
        seen = {}
        threading.Thread(target=engine.follow, args=(seen,), daemon=True).start()
        service = Service(tool, folder, "bench", sock)
        servers.append(service.process)
        hosts, port = f"{folder}/polled", free_port()
        os.makedirs(hosts)
        os.chmod(folder, 0o755)
        servers.append(subprocess.Popen(
            ["dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", f"--port={port}", "--listen-address=127.0.0.1",
             "--bind-interfaces", "--no-resolv", "--no-hosts", f"--hostsdir={hosts}", "--user=nobody",
             f"--pid-file={folder}/dnsmasq.pid", "--log-facility=-"], stderr=log))
        threading.Thread(target=poll, args=(engine, hosts, stop), daemon=True).start()
        ways = {"ours": service.resolver, "list each second": Resolver(port)}
        found = {(way, verb): [] for way in ways for verb in ("start", "die")}
        time.sleep(2)
        for number in range(rounds):
            name = f"web-{number}"
            # The rounds come at any point of the poll's second.
            time.sleep(random.random())
            for verb, known, command in (
                ("start", True, ["run", "-d", "--name", name, "--network", network, "demo:1", "/bin/sleep", "600"]),
                ("die", False, ["kill", name])):
                times = {}
                threads = [threading.Thread(target=lambda way=way: times.update({way: ways[way].when(f"{name}.docker", known)}))
                           for way in ways]
                for thread in threads:
                    thread.start()
                subprocess.run(docker + command, check=True, stdout=subprocess.DEVNULL)
                for thread in threads:
                    thread.join()
                for way in ways:
                    found[way, verb].append((times[way] - seen[verb, name]) * 1000)
            subprocess.run(docker + ["rm", "-f", name], stdout=subprocess.DEVNULL)
        for verb, words in (("start", "start event to name"), ("die", "die event to gone")):
            for way in ways:
                row(f"{words}, {way}", "ms", found[way, verb], GOAL if way == "ours" else None)
    finally:
        stop.set()
        subprocess.run(f"{' '.join(docker)} ps -aq | xargs -r {' '.join(docker)} rm -f", shell=True, capture_output=True)
        subprocess.run(docker + ["network", "rm", network], capture_output=True)
        for process in servers + [daemon]:
            process.terminate()
            process.wait()


def stub(tool, folder, script, count=1000):
    place = os.path.join(folder, "stub")
    os.makedirs(f"{place}/containers")
    def container(number, name):
        identity = f"{number:015x}" + "c" * 49
        data = {"Id": identity, "Name": f"/{name}", "Path": "sleep", "Args": [],
                "State": {"Status": "running", "Running": True, "StartedAt": "2026-01-01T00:00:00Z"},
                "Config": {"Hostname": identity[:12], "Env": ["A=" + "x" * 200] * 10, "Labels": {
                    "com.docker.compose.project": f"project-{number % 50}", "com.docker.compose.service": f"service-{number}",
                    **{f"org.example.label-{index}": "v" * 40 for index in range(15)}}},
                "HostConfig": {"NetworkMode": "net"},
                "NetworkSettings": {"Networks": {"net": {"IPAddress": f"10.7.{number >> 8}.{number & 255}",
                                                         "GlobalIPv6Address": "", "Aliases": [identity[:12]]}}}}
        path = f"{place}/containers/{identity}.json"
        with open(path + ".new", "w") as file:
            json.dump(data, file)
        os.rename(path + ".new", path)
        return identity
    identities = [container(number + 1, f"name-{number}") for number in range(count)]
    server = subprocess.Popen([sys.executable, script, f"{place}/s", place], stdout=subprocess.PIPE)
    server.stdout.readline()
    service = Service(tool, folder, "stub", f"{place}/s")
    try:
        started = time.time()
        names = [f"name-{number}.docker" for number in range(count)]
        for name in names:
            service.resolver.when(name, True, 60)
        row(f"service's start until {count} containers' 3,000 names resolve", "ms", [(time.time() - started) * 1000])
        row("processor until then", "ms", [service.processor() * 1000])
        row("memory then", "MB", [service.memory()])
        time.sleep(2)
        before, seconds = service.processor(), 30
        time.sleep(seconds)
        row(f"{count} containers, idle: processor a minute", "ms",
            [(service.processor() - before) * 1000 * 60 / seconds])
        before = service.processor()
        with open(f"{place}/events.jsonl", "a") as events:
            for number, identity in enumerate(identities):
                container(number + 1, f"again-{number}")
                events.write(json.dumps({"Type": "container", "Action": "rename", "Actor": {"ID": identity}}) + "\n")
        started = time.time()
        for number in range(count):
            service.resolver.when(f"again-{number}.docker", True, 60)
        row(f"{count} containers renamed at once until all resolve", "ms", [(time.time() - started) * 1000])
        row("processor of that", "ms", [(service.processor() - before) * 1000])
        row("memory after that", "MB", [service.memory()])
    finally:
        service.stop()
        server.terminate()
        server.wait()


def idle(tool, folder, script):
    place = os.path.join(folder, "empty")
    os.makedirs(f"{place}/containers")
    server = subprocess.Popen([sys.executable, script, f"{place}/s", place], stdout=subprocess.PIPE)
    server.stdout.readline()
    service = Service(tool, folder, "empty", f"{place}/s")
    try:
        time.sleep(3)
        before = service.processor()
        time.sleep(20)
        row("no container, idle: processor a minute", "ms", [(service.processor() - before) * 1000 * 3])
        row("memory", "MB", [service.memory()])
    finally:
        service.stop()
        server.terminate()
        server.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("stub")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json")
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="mdn-engine-")
    try:
        real(arguments.tool, folder, arguments.rounds)
        stub(arguments.tool, folder, arguments.stub)
        idle(arguments.tool, folder, arguments.stub)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    show()
    if arguments.json:
        with open(arguments.json, "w") as file:
            for item in ROWS:
                file.write(json.dumps(item) + "\n")


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
main()
