"""What a stranger with an emitter's or a host's password tries on the broker.

    rights.py PORT VHOST USER try ACTION ARGUMENT…    does one thing, and prints "done" or the
                                                      broker's reply code
    rights.py PORT VHOST USER fill COUNT FORM         publishes COUNT times to the exchange; FORM
                                                      with % for the number of the message, and
                                                      ADDRESS for an address of its own
    rights.py PORT VHOST USER stuff COUNT QUEUE FORM  the same, straight into a queue
    rights.py PORT VHOST USER keep COUNT FORM         as fill, again and again until it is ended

The password comes from standard input. fill, stuff and keep print "publishing" to standard error
when they begin.
"""
import sys

import pika
from pika.exceptions import ChannelClosedByBroker

EXCHANGE = "my-docker-network"


def connect(port, virtual_host, user):
    credentials = pika.PlainCredentials(user, sys.stdin.readline().rstrip("\n"))
    parameters = pika.ConnectionParameters("127.0.0.1", int(port), virtual_host, credentials)
    connection = pika.BlockingConnection(parameters)
    return connection, connection.channel()


def own_queue(channel):
    name = EXCHANGE + ".emit.stranger"
    channel.queue_declare(name, exclusive=True)
    return name


def publish(channel, exchange, key="", user=None):
    """Waits for the confirm, so that a refusal arrives here."""
    channel.confirm_delivery()
    properties = pika.BasicProperties(user_id=user)
    channel.basic_publish(exchange, key, b"10.9.8.7:stranger:up", properties)


ACTIONS = {
    "consume": lambda channel, queue: channel.basic_consume(queue, lambda *_: None),
    "get": lambda channel, queue: channel.basic_get(queue),
    "purge": lambda channel, queue: channel.queue_purge(queue),
    "delete-queue": lambda channel, queue: channel.queue_delete(queue),
    "declare-queue": lambda channel, queue: channel.queue_declare(queue),
    "declare-exchange": lambda channel, name: channel.exchange_declare(name, "fanout"),
    "look-at-exchange": lambda channel, name: channel.exchange_declare(name, passive=True),
    "delete-exchange": lambda channel, name: channel.exchange_delete(name),
    "bind": lambda channel, name: channel.queue_bind(own_queue(channel), name),
    "bind-queue": lambda channel, queue, name: channel.queue_bind(queue, name),
    "unbind": lambda channel, queue, name: channel.queue_unbind(queue, name),
    "publish": publish,
}


def attempt(channel, action, *arguments):
    try:
        ACTIONS[action](channel, *arguments)
        print("done")
    except ChannelClosedByBroker as error:
        print(error.reply_code)


def send_all(channel, count, exchange, key, form):
    properties = pika.BasicProperties(delivery_mode=1)
    for number in range(count):
        address = "10.%d.%d.%d" % (100 + number // 50000, number // 250 % 200, number % 250 + 1)
        body = form.replace("%", str(number)).replace("ADDRESS", address).encode("ascii")
        channel.basic_publish(exchange, key, body, properties)


def main(port, virtual_host, user, verb, *arguments):
    connection, channel = connect(port, virtual_host, user)
    if verb == "try":
        attempt(channel, *arguments)
        connection.close()
        return
    print("publishing", file=sys.stderr, flush=True)
    count = int(arguments[0])
    if verb == "fill":
        send_all(channel, count, EXCHANGE, "", arguments[1])
    elif verb == "stuff":
        send_all(channel, count, "", arguments[1], arguments[2])
    else:
        while True:
            send_all(channel, count, EXCHANGE, "", arguments[1])
    connection.close()


main(*sys.argv[1:])
