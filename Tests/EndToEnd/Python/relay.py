"""A broker that comes late: relays one port of the loopback to another.

    relay.py PORT TARGET-PORT

Prints "relaying" to standard error once it listens.
"""
import asyncio
import sys

from streams import copy


async def main(port, target):
    async def serve(reader, writer):
        upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(copy(reader, upstream_writer), copy(upstream_reader, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    print("relaying", file=sys.stderr, flush=True)
    await server.serve_forever()


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
