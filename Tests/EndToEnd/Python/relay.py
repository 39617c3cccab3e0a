"""A broker that comes late: relays one port of the loopback to another.

    relay.py [ADDRESS:]PORT TARGET-PORT

Prints "relaying" to standard error once it listens. After SIGUSR1 it swallows what the connections that
it has by then bring, in both directions and without an end, as a network that drops their packets; it
prints "swallowing", and new connections are relayed as before.
"""
import asyncio
import signal
import sys

swallowed = set()
current = set()


async def copy(reader, writer, connection):
    try:
        while data := await reader.read(65536):
            if connection in swallowed:
                continue
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        if connection not in swallowed:
            writer.close()


async def main(address, port, target):
    async def serve(reader, writer):
        connection = object()
        current.add(connection)
        upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(
            copy(reader, upstream_writer, connection), copy(upstream_reader, writer, connection))

    def swallow():
        swallowed.update(current)
        print("swallowing", file=sys.stderr, flush=True)

    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, swallow)
    server = await asyncio.start_server(serve, address, port)
    print("relaying", file=sys.stderr, flush=True)
    await server.serve_forever()


address, _, port = sys.argv[1].rpartition(":")
asyncio.run(main(address or "127.0.0.1", int(port), int(sys.argv[2])))
