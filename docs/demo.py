#!/usr/bin/env python3
"""Makes the README's pictures: serves invented feeds on loopback, subscribes a fresh byline to them, and paints its real screen.

    cargo build --release && docs/demo.py            (what shot.py needs is told there)

Feeds, authors and articles are invented; dates are counted back from today, so that the list looks as it does in use.
"""
import datetime
import email.utils
import functools
import http.server
import pathlib
import subprocess
import sys
import tempfile
import threading
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).parent
BYLINE = HERE.parent / "target" / "release" / "byline"

ARTICLE = """
<p>A scheduler has one answer to every question: run something, now. For thirty years that was the right answer. The patches
<a href="https://lists.example.org/naps-v6">posted last week</a> ask what happens when the best thing to do with a task is, for a moment, <em>nothing</em>.</p>
<p>The idea is older than the code. In 2009 a group in Lund showed that a task which is about to block again costs more to move than to leave alone.
Nobody could say which tasks those were. Now the kernel can: it keeps, for each one, the length of its last eight naps.</p>
<blockquote><p>The cheapest migration is the one you talked yourself out of.</p></blockquote>
<h2>What a nap is worth</h2>
<p>If the guess is right, the task wakes on a warm cache. If it is wrong, it has lost forty microseconds, which is what the old balancer spent on asking.</p>
<p>On the author's laptop, a build of the kernel took 3% less time and 11% less energy. On a server with 192 cores the gain was smaller, and in
<a href="https://bench.example.org/lost">one benchmark</a> it was a loss; the fix is a single line, and it is the line everyone will argue about.</p>
<p>Three things follow, and <strong>none of them is about speed</strong>. They are about what the kernel is allowed to know.</p>
<pre><code class="language-c">static bool should_wait(struct task *t)
{
    /* eight naps are enough to guess the ninth */
    return median(t-&gt;naps, 8) &lt; move_cost(t);
}</code></pre>
<ul><li>a task that naps for less than the cost of a move stays where it is;</li><li>a task that sleeps long is moved, as before.</li></ul>
<table><tr><th>Machine<th>tasks<th>energy J<tr><td>Laptop, 8 cores<td>412<td>−11%<tr><td>Desktop, 16 cores<td>655<td>−6%<tr><td>Server, 192 cores<td>18,204<td>+1%</table>
"""
TEXT = "<p>What stands here is short, as a teaser is. The article behind it is longer, and somebody took care of every sentence in it.</p>"

# (folder, feed, [(title, hours ago)])
FEEDS = [
    ("Linux", "Kernel Weekly", [("A lockless page cache, one lookup at a time", 1), ("Rust drivers leave staging: the numbers", 2),
                                ("How the scheduler learned to wait", 3), ("What a filesystem owes its users", 26), ("Booting in under a second, honestly", 60)]),
    ("Linux", "Planet Kernel", [("PipeWire makes Bluetooth boring, at last", 4), ("龙架构补丁合入内核主线，性能提升明显", 6), ("Five years of io_uring, measured again", 30),
                                ("🦀 Bindings that outlive their drivers", 80), ("Memory tiers for the rest of us", 130)]),
    ("Linux", "Gentle Kernel", [("Notes from a week with a RISC-V laptop", 5), ("The maintainer who answers every mail", 33), ("Why your laptop wakes at night", 170)]),
    ("Programming", "Borrowed Code", [("The unsafe keyword, in twelve excuses", 9), ("Fuzzing what the borrow checker cannot see", 50), ("A year of small functions", 90)]),
    ("Science", "Quiet Physics", [("The clock that lost a second on purpose", 7), ("What the probe heard", 110)]),
    ("Science", "青石科学", [("研究人员在青藏高原发现新的古老湖泊沉积记录", 8), ("两年之后，这台望远镜看到了什么", 75)]),
    ("Science", "מדע לכל", [("חוקרים מצאו דרך חדשה לשמור על המים", 28)]),
    ("World", "Harbour Times", [("The bridge opens, four years late", 10), ("A border without a fence", 40), ("Election night in a small town", 64)]),
    ("Quiet voices", "Letters from the Coast", [("The boat that came back", 140), ("On peat", 300)]),
    ("Quiet voices", "A Working Library", [("A letter about pencils", 200)]),
]
BROKEN = ("Linux", "Handheld Notes")


def rss(name, entries, now):
    items = "".join(
        f"<item><title>{escape(title)}</title><guid isPermaLink='false'>{escape(name)}/{number}</guid><link>https://example.org/{number}</link>"
        f"<author>ada@example.org (Ada Lindqvist)</author><pubDate>{email.utils.format_datetime(now - datetime.timedelta(hours=hours, minutes=7 * number))}</pubDate>"
        f"<description>{escape(ARTICLE if 'scheduler' in title else TEXT)}</description></item>"
        for number, (title, hours) in enumerate(entries))
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{escape(name)}</title><link>https://example.org/</link>{items}</channel></rss>"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def main():
    with tempfile.TemporaryDirectory() as home:
        home = pathlib.Path(home)
        (home / "web").mkdir()
        (home / "config").mkdir()
        now = datetime.datetime.now(datetime.timezone.utc)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=home / "web"))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        toml = ""
        for number, (folder, name, entries) in enumerate(FEEDS):
            (home / "web" / f"{number}.xml").write_text(rss(name, entries, now))
            toml += f'[[feed]]\nurl = "{base}/{number}.xml"\nfolder = "{folder}"\n\n'
        toml += f'[[feed]]\nurl = "{base}/gone.xml"\ntitle = "{BROKEN[1]}"\nfolder = "{BROKEN[0]}"\n'
        (home / "config" / "feeds.toml").write_text(toml)
        own = [str(BYLINE), "--config-dir", str(home / "config"), "--data-dir", str(home / "data")]
        subprocess.run([*own, "refresh"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # one feed fails, as one always does
        for query in ("title:boat", "title:pencils", "title:fence", "title:laptop", "title:owes", "title:unsafe"):
            subprocess.run([*own, "mark", "read", "--query", query], stdout=subprocess.DEVNULL, check=True)
        subprocess.run([*own, "mark", "bookmarked", "--query", "title:drivers or title:owes".replace(" or ", " OR ")], stdout=subprocess.DEVNULL, check=True)
        for out, size, theme, keys in PICTURES:
            shot = [sys.executable, str(HERE / "shot.py"), str(HERE / out), "--size", size, "--keys", keys, *(["--paper"] if theme == "paper" else [])]
            subprocess.run([*shot, "--", *own, "--theme", theme], check=True)
            print(HERE / out)


PICTURES = [
    ("byline.png", "120x40", "ink", "j j <enter> <wait> s <wait>"),
    ("byline-paper.png", "80x24", "paper", "<wait>"),
]

if __name__ == "__main__":
    main()
