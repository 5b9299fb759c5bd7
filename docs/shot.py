#!/usr/bin/env python3
"""Paints a picture of the real screen: runs a command in a pty, types keys, renders the terminal's cells as a PNG.

    pip install pillow pyte        apt install fonts-dejavu-core fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji
    docs/shot.py OUT.png [--size 120x40] [--keys 'j j <enter>'] [--text] -- target/release/byline --config-dir C --data-dir D

Keys are parted by spaces: single characters, <enter>, <esc>, <tab>, <space>, <ctrl-x>, <down>; <wait> waits until the screen is quiet again.
Nothing is drawn by hand: what the program wrote is what is seen.
"""
import argparse
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

import pyte
from PIL import Image, ImageDraw, ImageFont

CELL_W, CELL_H, SIZE = 9, 19, 15
FONTS = {"": "DejaVuSansMono", "b": "DejaVuSansMono-Bold", "i": "DejaVuSansMono-Oblique", "bi": "DejaVuSansMono-BoldOblique"}
NAMED = dict(black="#1d1f21", red="#cc6666", green="#8fae5d", brown="#d6a94a", yellow="#d6a94a", blue="#6f9bd1", magenta="#b294bb", cyan="#5fb3b3", white="#c5c8c6")
KEYS = {"enter": b"\r", "esc": b"\x1b", "tab": b"\t", "space": b" ", "down": b"\x1b[B", "up": b"\x1b[A", "right": b"\x1b[C", "left": b"\x1b[D", "backspace": b"\x7f"}
ANSWERS = [(rb"\x1b\]11;\?(?:\x07|\x1b\\)", b"\x1b]11;rgb:1414/1717/1c1c\x1b\\"), (rb"\x1b\]10;\?(?:\x07|\x1b\\)", b"\x1b]10;rgb:d3d3/d7d7/dcdc\x1b\\"),
           (rb"\x1b\[c", b"\x1b[?62;22c"), (rb"\x1b\[6n", b"\x1b[1;2R")]
NOISE = re.compile(rb"\x1bP.*?\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[<>=?][0-9;]*[a-gi-km-zA-Z]|\x1b\[[0-9;]*\$p|\x1b\[[0-9;]* q", re.S)


class Terminal:
    """A program in a pty, and the screen it painted."""

    def __init__(self, argv, cols, rows, theme):
        self.screen = pyte.Screen(cols, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.theme = theme
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            env = dict(os.environ, TERM="xterm-256color", COLORTERM="truecolor", LANG="C.UTF-8")
            env.pop("NO_COLOR", None)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
            os.execvpe(argv[0], argv, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def settle(self, quiet=0.35, limit=15):
        """Feeds what comes to the screen until nothing has come for `quiet` seconds."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            ready, _, _ = select.select([self.fd], [], [], quiet)
            if not ready:
                return
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                return
            for ask, answer in ANSWERS:
                if re.search(ask, data):
                    os.write(self.fd, answer)
            self.stream.feed(NOISE.sub(b"", data))

    def type(self, keys):
        for key in keys.split():
            word = re.fullmatch(r"<([a-z-]+)>", key)
            if word and word[1] == "wait":
                self.settle(0.8)
                continue
            if word and word[1].startswith("ctrl-"):
                data = bytes([ord(word[1][5]) & 31])
            elif word:
                data = KEYS[word[1]]
            else:
                data = key.encode()
            os.write(self.fd, data)
            self.settle(0.12)
        self.settle()

    def close(self):
        os.kill(self.pid, signal.SIGTERM)
        os.waitpid(self.pid, 0)

    def text(self):
        return "\n".join("".join(self.screen.buffer[y][x].data for x in range(self.screen.columns)).rstrip() for y in range(self.screen.lines))


def colour(name, default):
    if name == "default":
        return default
    name = name.replace("bright", "")
    return NAMED.get(name) or "#" + name


def load_fonts():
    def font(name, size, index=0):
        try:
            return ImageFont.truetype(name, size, index=index)
        except OSError:
            return None
    fonts = {key: font(f"{name}.ttf", SIZE) for key, name in FONTS.items()}
    return fonts | {"cjk": font("NotoSansCJK-Regular.ttc", SIZE + 2, 2), "cjkb": font("NotoSansCJK-Bold.ttc", SIZE + 2, 2),
                    "emoji": font("NotoColorEmoji.ttf", 109), "rtl": font("NotoSansHebrew-Regular.ttf", SIZE), "rtlb": font("NotoSansHebrew-Bold.ttf", SIZE)}


def paint(screen, path, ground="#14171c", ink="#d3d7dc"):
    fonts = load_fonts()
    image = Image.new("RGB", (screen.columns * CELL_W, screen.lines * CELL_H), ground)
    draw = ImageDraw.Draw(image)
    for y in range(screen.lines):
        for x in range(screen.columns):
            cell = screen.buffer[y][x]
            fg, bg = colour(cell.fg, ink), colour(cell.bg, ground)
            if cell.reverse:
                fg, bg = bg, fg
            wide = x + 1 < screen.columns and screen.buffer[y][x + 1].data == ""
            left, top, width = x * CELL_W, y * CELL_H, CELL_W * (2 if wide else 1)
            if cell.data != "":
                draw.rectangle([left, top, left + width - 1, top + CELL_H - 1], fill=bg)
                glyph(image, draw, fonts, cell, left, top, width, fg)
    image.save(path, optimize=True)


def glyph(image, draw, fonts, cell, left, top, width, fg):
    char, bold = cell.data, "b" if cell.bold else ""
    code = ord(char[0])
    if cell.underscore and char:
        draw.line([left, top + CELL_H - 3, left + width - 1, top + CELL_H - 3], fill=fg)
    if not char.strip():
        return
    if block(draw, char, left, top, fg):
        return
    if code >= 0x1F300 and fonts["emoji"]:
        tile = Image.new("RGBA", (136, 128))
        ImageDraw.Draw(tile).text((0, 0), char, font=fonts["emoji"], embedded_color=True)
        tile = tile.resize((CELL_W * 2 - 2, CELL_W * 2 - 2))
        image.paste(tile, (left + 1, top + 1), tile)
        return
    if 0x590 <= code <= 0x6FF:
        face, lift = fonts["rtl" + bold] or fonts[""], -3
    elif code >= 0x1100 and width > CELL_W:
        face, lift = fonts["cjk" + bold] or fonts[""], -4
    else:
        face, lift = fonts[bold + ("i" if cell.italics else "")], 0
    draw.text((left, top + 1 + lift), char, font=face, fill=fg)


def block(draw, char, left, top, fg):
    """Rules, bars and quarter blocks fill their cells exactly; fonts leave gaps."""
    right, bottom, mid_x, mid_y = left + CELL_W - 1, top + CELL_H - 1, left + CELL_W // 2, top + CELL_H // 2
    lines = {"─": [(left, mid_y, right, mid_y)], "━": [(left, mid_y - 1, right, mid_y + 1)], "│": [(mid_x, top, mid_x, bottom)],
             "┼": [(left, mid_y, right, mid_y), (mid_x, top, mid_x, bottom)], "▌": [(left, top, left + 3, bottom)], "▎": [(left + 1, top, left + 2, bottom)]}
    for box in lines.get(char, []):
        draw.rectangle(box, fill=fg)
    return char in lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--size", default="120x40")
    parser.add_argument("--keys", default="")
    parser.add_argument("--paper", action="store_true", help="the terminal's own colours are light")
    parser.add_argument("--text", action="store_true", help="print the cells too")
    parser.add_argument("argv", nargs="+")
    options = parser.parse_args()
    cols, rows = map(int, options.size.split("x"))
    terminal = Terminal(options.argv, cols, rows, options.paper)
    terminal.settle(0.8)
    terminal.type(options.keys)
    if options.text:
        print(terminal.text())
    colours = ("#fbfaf6", "#26292e") if options.paper else ("#14171c", "#d3d7dc")
    paint(terminal.screen, options.out, *colours)
    terminal.close()


if __name__ == "__main__":
    sys.exit(main())
