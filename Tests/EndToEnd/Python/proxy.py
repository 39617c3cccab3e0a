"""A proxy for HTTP, as curl's users have one: forwards requests and makes tunnels (CONNECT).

    proxy.py PORT [USER:PASSWORD]

Prints the first line of each connection's first request to standard error, after "proxying" once it
listens. With USER:PASSWORD it answers 407 to whoever does not say them.
"""
import asyncio
import base64
import sys
from urllib.parse import urlsplit

from streams import copy


async def main(port, credentials):
    def admits(lines):
        if credentials is None:
            return True
        expected = "basic " + base64.b64encode(credentials.encode()).decode()
        return any(line.lower() == ("proxy-authorization: " + expected).lower() for line in lines)

    async def serve(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = head.split("\r\n")
        print(lines[0], file=sys.stderr, flush=True)
        if not admits(lines):
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n"
                         b"Proxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            writer.close()
            return
        method, target, version = lines[0].split(" ")
        place = target if method == "CONNECT" else urlsplit(target).netloc
        host, _, number = place.rpartition(":")
        upstream_reader, upstream_writer = await asyncio.open_connection(host, int(number))
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            # One request a connection: the broker ends it, and so need not be parsed further.
            path = target.split(place, 1)[1]
            kept = [line for line in lines[1:] if not line.lower().startswith(("connection:", "proxy-"))]
            upstream_writer.write("\r\n".join(
                [f"{method} {path} {version}", "Connection: close"] + kept).encode())
        await asyncio.gather(copy(reader, upstream_writer), copy(upstream_reader, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    print("proxying", file=sys.stderr, flush=True)
    await server.serve_forever()


asyncio.run(main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None))
