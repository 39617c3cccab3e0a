"""A place that listens, and is no broker.

    bad_listener.py silent|closing ADDRESS PORT

"silent" swallows every connection's first packet, as a network that drops them: its queue of connections
is full. "closing" accepts and closes at once, and prints "accepted" for each connection. Prints
"listening" to standard error once it is so.
"""
import select
import socket
import sys
import time

manner, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
family = socket.AF_INET6 if ":" in address else socket.AF_INET
server = socket.socket(family)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind((address, port))
server.listen(0 if manner == "silent" else 100)


def is_refused_by_silence():
    client = socket.socket(family)
    client.setblocking(False)
    client.connect_ex((address, port))
    kept.append(client)
    return not select.select([], [client], [], 0.2)[1]


kept = []
if manner == "silent":
    # Two in a row: the first may only be slow.
    while not (is_refused_by_silence() and is_refused_by_silence()):
        pass
print("listening", file=sys.stderr, flush=True)
while manner == "silent":
    time.sleep(3600)
while True:
    client, _ = server.accept()
    client.close()
    print("accepted", file=sys.stderr, flush=True)
