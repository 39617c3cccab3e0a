"""A name server that knows no name: answers NXDOMAIN, and prints "asked NAME TYPE" for each question.

    no_names.py ADDRESS

Listens on UDP port 53, and prints "answering" to standard error once it does.
"""
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((sys.argv[1], 53))
print("answering", file=sys.stderr, flush=True)
while True:
    question, client = server.recvfrom(4096)
    labels, place = [], 12
    while question[place]:
        length = question[place]
        labels.append(question[place + 1:place + 1 + length].decode("ascii", "replace"))
        place += 1 + length
    print("asked", ".".join(labels), int.from_bytes(question[place + 1:place + 3]), file=sys.stderr, flush=True)
    end = place + 5
    server.sendto(question[:2] + b"\x81\x83\0\1\0\0\0\0\0\0" + question[12:end], client)
