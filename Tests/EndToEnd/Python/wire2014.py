"""What the programs of 2014 did on the wire, as a small program for the tests.

    wire2014.py PORT VHOST USER send BODY [persistent]   publishes one body
    wire2014.py PORT VHOST USER receive                  prints what arrives, a JSON object a line
    wire2014.py PORT VHOST USER flood COUNT              publishes malformed bodies, one of them large
    wire2014.py PORT VHOST USER abuse BODY PROPERTIES    publishes it with properties, a JSON object

The password comes from standard input. Both declare the exchange as in 2014. A body of the form
hex:… is sent as those bytes.
"""
import json
import sys

import pika

EXCHANGE = "my-docker-network"


def connect(port, virtual_host, user):
    credentials = pika.PlainCredentials(user, sys.stdin.readline().rstrip("\n"))
    connection = pika.BlockingConnection(
        pika.ConnectionParameters("127.0.0.1", int(port), virtual_host, credentials)
    )
    channel = connection.channel()
    channel.exchange_declare(
        exchange=EXCHANGE, exchange_type="fanout", durable=False, auto_delete=False
    )
    return connection, channel


def send(channel, body, persistent):
    body = bytes.fromhex(body[4:]) if body.startswith("hex:") else body.encode("ascii")
    properties = pika.BasicProperties(delivery_mode=2) if persistent else None
    channel.basic_publish(exchange=EXCHANGE, routing_key="", body=body, properties=properties)


def abuse(channel, body, properties):
    properties = pika.BasicProperties(**json.loads(properties))
    channel.basic_publish(EXCHANGE, "some.key", body.encode("ascii"), properties)


def flood(channel, count):
    channel.basic_publish(EXCHANGE, "", b"10.9.8.7:" + b"x" * 1_000_000 + b":up")
    for number in range(count):
        channel.basic_publish(EXCHANGE, "", b"flood %d" % number)


def show(_channel, method, _properties, body):
    record = {"body": body.decode("ascii"), "routingKey": method.routing_key}
    print(json.dumps(record), flush=True)


def receive(channel):
    queue = channel.queue_declare(queue="", exclusive=True).method.queue
    channel.queue_bind(exchange=EXCHANGE, queue=queue)
    channel.basic_consume(queue=queue, on_message_callback=show, auto_ack=True)
    print("listening", file=sys.stderr, flush=True)
    channel.start_consuming()


def main(port, virtual_host, user, action, *arguments):
    connection, channel = connect(port, virtual_host, user)
    if action == "send":
        send(channel, arguments[0], "persistent" in arguments[1:])
        connection.close()
    elif action == "abuse":
        abuse(channel, *arguments)
        connection.close()
    elif action == "flood":
        flood(channel, int(arguments[0]))
        connection.close()
    else:
        receive(channel)


main(*sys.argv[1:])
