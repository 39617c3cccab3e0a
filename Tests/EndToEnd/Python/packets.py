"""A client of the Unix socket that speaks no protocol of ours.

packets.py SOCKET GARBAGE [CONNECTIONS]: sends so many packets of garbage, each over a connection of its own,
then opens so many connections that stay, says so, and waits.
"""
import random
import signal
import socket
import sys


def connect(path):
    client = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    client.settimeout(10)
    while True:
        try:
            client.connect(path)
            return client
        except BlockingIOError:
            continue


def main():
    path, garbage = sys.argv[1], int(sys.argv[2])
    numbers = random.Random(42)
    for _ in range(garbage):
        with connect(path) as client:
            try:
                for _ in range(3):
                    client.send(numbers.randbytes(numbers.randint(1, 4000)))
            except (BrokenPipeError, ConnectionResetError):
                pass
    if len(sys.argv) < 4:
        return
    # Kept so that none is closed.
    clients = []
    signal.alarm(60)
    for number in range(int(sys.argv[3])):
        clients.append(connect(path))
    print(f"connected {len(clients)}", file=sys.stderr, flush=True)
    signal.pause()


main()
