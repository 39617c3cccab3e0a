"""Socket activation as systemd does it, for a name server that is killed and started again.

    activation.py hold PORT PATH            binds 127.0.0.1:PORT over UDP and TCP, and hands the sockets out at PATH
    activation.py start PATH COMMAND ...    becomes COMMAND, which inherits them
"""
import os
import socket
import sys


def hold(port, path):
    sockets = [socket.socket(socket.AF_INET, kind) for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM)]
    for each in sockets:
        each.bind(("127.0.0.1", port))
    sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    sockets[1].listen(128)
    giver = socket.socket(socket.AF_UNIX)
    giver.bind(path)
    giver.listen()
    print("holds", flush=True)
    while True:
        taker, _ = giver.accept()
        with taker:
            socket.send_fds(taker, [b"."], [each.fileno() for each in sockets])


def start(path, command):
    with socket.socket(socket.AF_UNIX) as taker:
        taker.connect(path)
        _, numbers, _, _ = socket.recv_fds(taker, 1, 2)
    # Out of the way of the numbers that they get.
    numbers = [os.dup2(number, 100 + index) for index, number in enumerate(numbers)]
    for index, number in enumerate(numbers):
        os.dup2(number, 3 + index)
        os.close(number)
    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="2", LISTEN_FDNAMES="dns:dns")
    os.execv(command[0], command)


if sys.argv[1] == "hold":
    hold(int(sys.argv[2]), sys.argv[3])
else:
    start(sys.argv[2], sys.argv[3:])
