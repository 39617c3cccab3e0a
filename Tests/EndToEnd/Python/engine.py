"""A container engine's API without containers: FOLDER/containers/ID.json is one, as an inspection
describes it; each line added to FOLDER/events.jsonl is an event; FOLDER/manner, where it is there,
says what is done badly: MANNER PATH-END.

    engine.py SOCKET FOLDER
"""

import http.server
import json
import os
import socketserver
import sys
import threading
import time

SOCKET, FOLDER = sys.argv[1:3]
CONTAINERS = os.path.join(FOLDER, "containers")
EVENTS = os.path.join(FOLDER, "events.jsonl")
known = {}
lock = threading.Lock()


def containers():
    """All of them; a file is read again once it is another one."""
    with lock:
        seen = set()
        for entry in os.scandir(CONTAINERS):
            if not entry.name.endswith(".json"):
                continue
            seen.add(entry.name)
            stamp = (entry.stat().st_mtime_ns, entry.inode())
            if known.get(entry.name, (None,))[0] != stamp:
                with open(entry.path) as file:
                    known[entry.name] = (stamp, json.load(file))
        for name in set(known) - seen:
            del known[name]
        return [container for _, container in known.values()]


def summary(container):
    health = (container["State"].get("Health") or {}).get("Status")
    return {
        "Id": container["Id"],
        "Names": [container["Name"]],
        "State": container["State"]["Status"],
        "Status": "Up 5 minutes" + (f" ({health})" if health else ""),
        "Labels": container["Config"]["Labels"],
        "HostConfig": container["HostConfig"],
        "NetworkSettings": {"Networks": container["NetworkSettings"]["Networks"]},
    }


def manner():
    try:
        with open(os.path.join(FOLDER, "manner")) as file:
            words = file.read().split()
            return words[0], words[1] if len(words) > 1 else ""
    except (OSError, IndexError):
        return "", ""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def address_string(self):
        return "-"

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="application/json"):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path = self.path.split("?")[0]
        with open(os.path.join(FOLDER, "requests"), "a") as file:
            file.write(self.path + "\n")
        how, end = manner()
        if how and path.endswith(end):
            return self.misbehave(how)
        if path.startswith("/v"):
            rest = path[path.index("/", 2) :] if "/" in path[2:] else path
            path = path if rest == path or path.startswith("/version") else rest
        if path == "/version":
            return self.answer(200, {"ApiVersion": "1.41", "MinAPIVersion": "1.12"})
        if path == "/events":
            return self.events()
        if path == "/containers/json":
            return self.answer(200, [summary(container) for container in containers()])
        if path.startswith("/containers/") and path.endswith("/json"):
            try:
                with open(os.path.join(CONTAINERS, path.split("/")[2] + ".json"), "rb") as file:
                    return self.answer(200, file.read())
            except OSError:
                return self.answer(404, {"message": "No such container"})
        return self.answer(404, {"message": "page not found"})

    def events(self):
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        with open(EVENTS, "rb") as file:
            file.seek(0, os.SEEK_END)
            while not os.path.exists(os.path.join(FOLDER, "end-events")):
                data = file.read()
                if data:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
                time.sleep(0.002)
        self.close_connection = True

    def misbehave(self, how):
        self.close_connection = True
        if how == "silent":
            time.sleep(60)
        elif how == "cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n[")
        elif how == "html":
            self.answer(200, b"<html>hello</html>", "text/html")
        elif how == "noise":
            self.wfile.write(os.urandom(4096))
        elif how == "broken":
            self.answer(500, {"message": "out of \x1b[31m order\n"})
        elif how == "forbidden":
            self.answer(403, b"Forbidden", "text/plain")
        elif how == "deep":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 500_000)
        elif how == "headers":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _ in range(20_000):
                self.wfile.write(b"x-more: " + b"x" * 9_990 + b"\r\n")
        elif how == "huge":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n[")
            text = b'{"Id":"' + b"a" * 999_000 + b'"},'
            for _ in range(300):
                self.wfile.write(text)
        elif how == "trickle":
            self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
            for _ in range(600):
                self.wfile.write(b"[")
                self.wfile.flush()
                time.sleep(0.1)


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_):
        pass


os.makedirs(CONTAINERS, exist_ok=True)
open(EVENTS, "a").close()
if os.path.exists(SOCKET):
    os.unlink(SOCKET)
server = Server(SOCKET, Handler)
print("listening", flush=True)
server.serve_forever()
