#!/usr/bin/env python3
"""A server of bad feeds on loopback, each on a host of its own: `hostile.py PORT FEEDS_TOML`. For `measure.sh hostile`."""
import socket, sys, threading, zlib

PORT, FILE = int(sys.argv[1]), sys.argv[2]
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: close\r\n"


def packed():
    """About a gigabyte of entries in a few megabytes."""
    packer, chunk = zlib.compressobj(9, zlib.DEFLATED, 31), b"<item><title>x</title></item>" * 40_000
    return b"".join([packer.compress(b"<rss><channel>"), *(packer.compress(chunk) for _ in range(900)), packer.flush()])


def laughs():
    entity = lambda n: b'<!ENTITY a%d "%s">' % (n, b"ha" if n == 0 else b"&a%d;" % (n - 1) * 10)
    return b"<!DOCTYPE r [" + b"".join(map(entity, range(12))) + b"]><rss><channel><title>&a11;</title></channel></rss>"


BODIES = {
    "packed": (packed(), b"Content-Encoding: gzip\r\n"),
    "deep": (b"<rss><channel>" + b"<a>" * 3_000_000, b""),
    "attributes": (b"<rss " + b"".join(b'a%d="x" ' % n for n in range(1_200_000)) + b"><channel/></rss>", b""),
    "laughs": (laughs(), b""),
    "large": (b"<rss><channel><item><title>t</title><description>" + b"x" * 15_400_000 + b"</description></item></channel></rss>", b""),
    "many": (b"<rss><channel>" + b"".join(b"<item><guid>%d</guid><title>t</title></item>" % n for n in range(330_000)) + b"</channel></rss>", b""),
}


def answer(connection):
    asked = b""
    while b"\r\n\r\n" not in asked:
        more = connection.recv(4096)
        if not more:
            return
        asked += more
    kind = asked.split()[1].decode().strip("/").rstrip("0123456789")
    if kind in BODIES:
        body, head = BODIES[kind]
        connection.sendall(OK + head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    elif kind == "endless":
        connection.sendall(OK + b"\r\n<rss><channel>")
        while True:
            connection.sendall(b"<item><title>endless</title></item>" * 1000)
    elif kind == "headers":
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X-A: " + b"b" * 1000 + b"\r\n")
    elif kind == "lie":
        connection.sendall(OK + b"Content-Length: 99999999\r\n\r\n<rss><channel><item><title>a</title></item>")
    else:
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /loop%d\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % len(asked))


def serve(connection):
    try:
        connection.settimeout(60)
        answer(connection)
    except OSError:
        pass
    finally:
        connection.close()


kinds = [*BODIES, "endless", "headers", "lie", "loop"]
with open(FILE, "w") as feeds:
    for number in range(60):
        feeds.write(f'[[feed]]\nurl = "http://127.0.1.{number + 1}:{PORT}/{kinds[number // 6]}{number}"\n')
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", PORT))
listener.listen(200)
print("ready", flush=True)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
