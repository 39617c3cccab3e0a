"""A neighbour that means no good, and speaks the protocol.

    neighbour.py WIRE names COUNT LABEL   announces so many new names, each with an instance of its own
    neighbour.py WIRE renew COUNT         renews one name so many times, a receipt wanted each time
    neighbour.py WIRE visits COUNT        connects so often, announces 1,000 names without a lease, receipts
                                          wanted, and goes
    neighbour.py WIRE crowd COUNT         opens so many connections that send garbage and stay

WIRE is unix:PATH, or amqp:PORT:VHOST:USER, whose password comes from standard input. It says "sending" to
standard error when it begins, then "sent N" now and then and at its end. names and crowd stay connected
until they are ended.
"""
import resource
import select
import signal
import socket
import struct
import sys
import time
import uuid

EXCHANGE = "my-docker-network"
NUMBER, MESSAGE_ID, INSTANCE, STARTED, SEQUENCE, LEASE, CORRELATION = 1, 2, 5, 6, 7, 8, 9


def say(text):
    print(text, file=sys.stderr, flush=True)


class UnixWire:
    """Packets on the host's socket (see Sources/Transports/UnixSocket/Packet.swift)."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.connect(path)
        self.socket.setblocking(False)
        self.number = 0

    def announce(self, body, instance=None, sequence=1, lease=None, receipt=False):
        self.number += 1
        fields = {NUMBER: self.number, MESSAGE_ID: "%x" % self.number}
        if instance:
            fields |= {INSTANCE: str(instance), STARTED: 1_700_000_000_000, SEQUENCE: sequence}
        if lease:
            fields[LEASE] = lease
        if receipt:
            fields[CORRELATION] = "%x" % self.number
        header = b""
        for tag, value in fields.items():
            data = struct.pack(">q", value) if isinstance(value, int) else value.encode()
            header += struct.pack(">BH", tag, len(data)) + data
        self.send(struct.pack(">BBH", 1, 1, len(header)) + header + body.encode())

    def send(self, packet):
        while True:
            try:
                self.socket.send(packet)
                return
            except BlockingIOError:
                self.drain()
                select.select([self.socket], [self.socket], [])

    def drain(self):
        """Reads the answers away: who does not is dropped."""
        try:
            while self.socket.recv(8192):
                pass
        except BlockingIOError:
            pass

    def close(self):
        self.socket.close()


class BrokerWire:
    """Messages through the broker, of a user that it vouches for."""

    def __init__(self, port, virtual_host, user, password):
        import pika

        self.pika, self.user, self.number = pika, user, 0
        parameters = pika.ConnectionParameters(
            "127.0.0.1", int(port), virtual_host, pika.PlainCredentials(user, password)
        )
        self.connection = pika.BlockingConnection(parameters)
        self.channel = self.connection.channel()
        self.channel.basic_consume("amq.rabbitmq.reply-to", lambda *_: None, auto_ack=True)

    def announce(self, body, instance=None, sequence=1, lease=None, receipt=False):
        self.number += 1
        headers = {}
        if instance:
            headers = {"instance": str(instance), "started": 1_700_000_000_000, "sequence": sequence}
        if lease:
            headers["lease"] = lease
        properties = self.pika.BasicProperties(
            user_id=self.user, message_id="%x" % self.number, headers=headers, delivery_mode=1
        )
        if receipt:
            properties.reply_to = "amq.rabbitmq.reply-to"
            properties.correlation_id = "%x" % self.number
        self.channel.basic_publish(EXCHANGE, "", body.encode(), properties)
        if self.number % 100 == 0:
            self.drain()

    def drain(self):
        self.connection.process_data_events(0)

    def close(self):
        self.connection.close()


def opener(wire):
    kind, *rest = wire.split(":")
    if kind == "unix":
        return lambda: UnixWire(rest[0])
    password = sys.stdin.readline().rstrip("\n")
    return lambda: BrokerWire(*rest, password)


def address(number):
    return "10.%d.%d.%d" % (100 + number // 50_000, number // 250 % 200, number % 250 + 1)


def names(connect, count, label):
    wire = connect()
    say("sending")
    for number in range(count):
        body = "%s:%s-%d:up" % (address(number), label, number)
        wire.announce(body, uuid.uuid4(), lease=600)
    say("sent %d" % count)
    while True:
        wire.drain()
        time.sleep(0.2)


def renew(connect, count):
    wire, instance = connect(), uuid.uuid4()
    say("sending")
    for number in range(1, count + 1):
        wire.announce("10.9.8.7:renewed:up", instance, number, lease=600, receipt=True)
        if number % 10_000 == 0:
            say("sent %d" % number)
    wire.drain()
    wire.close()


def visits(connect, count):
    say("sending")
    for visit in range(1, count + 1):
        wire = connect()
        for number in range(1_000):
            wire.announce("%s:visited-%d:up" % (address(number), number), receipt=True)
        wire.close()
        if visit % 10 == 0:
            say("sent %d" % visit)


def crowd(connect, count):
    wires = []
    say("sending")
    for _ in range(count):
        wires.append(connect())
        try:
            wires[-1].announce("no announcement")
        except (BrokenPipeError, ConnectionResetError):
            pass
    say("sent %d" % count)
    signal.pause()


def main(wire, verb, count, *more):
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    signal.alarm(120)
    verbs = {"names": names, "renew": renew, "visits": visits, "crowd": crowd}
    verbs[verb](opener(wire), int(count), *more)


main(*sys.argv[1:])
