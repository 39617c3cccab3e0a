"""Lets through to an engine's socket nothing but GET of four paths, each on a connection of its own.

    engine_proxy.py SOCKET ENGINE
"""

import os
import re
import socket
import sys
import threading

SOCKET, ENGINE = sys.argv[1:3]
ALLOWED = re.compile(rb"GET (/v[0-9.]+)?/(version|events|containers/json|containers/[0-9a-f]+/json)[ ?]")


def pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    for end in source, target:
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(client):
    head = b""
    while b"\r\n\r\n" not in head:
        data = client.recv(65536)
        if not data:
            return
        head += data
    line, rest = head.split(b"\r\n", 1)
    if not ALLOWED.match(line):
        print("refused", line, file=sys.stderr, flush=True)
        client.sendall(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        client.close()
        return
    engine = socket.socket(socket.AF_UNIX)
    engine.connect(ENGINE)
    # Each request is looked at: none comes behind another.
    engine.sendall(line + b"\r\nconnection: close\r\n" + rest)
    threading.Thread(target=pump, args=(engine, client), daemon=True).start()
    while client.recv(65536):
        pass
    engine.close()


if os.path.exists(SOCKET):
    os.unlink(SOCKET)
listener = socket.socket(socket.AF_UNIX)
listener.bind(SOCKET)
listener.listen(64)
print("listening", file=sys.stderr, flush=True)
while True:
    client, _ = listener.accept()
    threading.Thread(target=serve, args=(client,), daemon=True).start()
