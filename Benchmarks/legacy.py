"""What the programs of 2014 did, as they are compared with.

    legacy.py emit PORT VHOST PASSWORD-FILE BODY
        connects, declares the exchange, publishes one body and ends
    legacy.py receive PORT VHOST PASSWORD-FILE HOSTS-FILE DNSMASQ-SETTINGS restart|signal
        changes a line of HOSTS-FILE for each body that arrives, then kills dnsmasq and starts it again;
        with `signal` dnsmasq gets SIGHUP instead; says "listening" on standard error

The user is `emitter` for the one and `host` for the other. dnsmasq is this program's child and ends with it.
"""
import signal
import subprocess
import sys

import pika

EXCHANGE = "my-docker-network"
COMMENT = "#my-docker-network was here"


def connect(port, virtual_host, user, password_file):
    with open(password_file, encoding="ascii") as file:
        credentials = pika.PlainCredentials(user, file.read())
    connection = pika.BlockingConnection(
        pika.ConnectionParameters("127.0.0.1", int(port), virtual_host, credentials)
    )
    channel = connection.channel()
    channel.exchange_declare(
        exchange=EXCHANGE, exchange_type="fanout", durable=False, auto_delete=False
    )
    return connection, channel


def emit(port, virtual_host, password_file, body):
    connection, channel = connect(port, virtual_host, "emitter", password_file)
    channel.basic_publish(exchange=EXCHANGE, routing_key="", body=body.encode("ascii"))
    connection.close()


class Receiver:
    def __init__(self, hosts_file, settings, reload_way):
        self.hosts_file = hosts_file
        self.command = ["dnsmasq", "--keep-in-foreground", "--conf-file=" + settings]
        self.restarts = reload_way == "restart"
        self.nameserver = subprocess.Popen(self.command)

    def take(self, _channel, _method, _properties, body):
        address, hostname, verb = body.decode("ascii").rsplit(":", 2)
        line = "%s %s.docker %s\n" % (address, hostname, COMMENT)
        with open(self.hosts_file, encoding="ascii") as file:
            lines = [old for old in file if old != line]
        if verb == "up":
            lines.append(line)
        with open(self.hosts_file, "w", encoding="ascii") as file:
            file.writelines(lines)
        self.reload()

    def reload(self):
        if not self.restarts:
            self.nameserver.send_signal(signal.SIGHUP)
            return
        self.end()
        self.nameserver = subprocess.Popen(self.command)

    def end(self):
        self.nameserver.terminate()
        self.nameserver.wait()


def receive(port, virtual_host, password_file, hosts_file, settings, reload_way):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    receiver = Receiver(hosts_file, settings, reload_way)
    try:
        _, channel = connect(port, virtual_host, "host", password_file)
        queue = channel.queue_declare(queue="", exclusive=True).method.queue
        channel.queue_bind(exchange=EXCHANGE, queue=queue)
        channel.basic_consume(queue=queue, on_message_callback=receiver.take, auto_ack=True)
        print("listening", file=sys.stderr, flush=True)
        channel.start_consuming()
    finally:
        receiver.end()


{"emit": emit, "receive": receive}[sys.argv[1]](*sys.argv[2:])
