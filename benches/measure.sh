#!/usr/bin/env bash
# The README's figures, measured on the release binary from outside: through a pty and by the system's own accounting.
#
#   cargo build --release && benches/measure.sh            needs python3 and `pip install pyte` (uvloop makes the server cheaper)
#   benches/measure.sh refresh|archive|article|scale|hostile       one part only
#
# refresh: 100 and 1,000 feeds x 30 entries from the loopback server, first and second time, and what was kept of them.
# archive: start and keys with 100,000 entries in the store.
# article: the first page of 1 MB of HTML.
# scale: 10,000 feeds on 2,000 hosts that take 100-300 ms each, all well; the same with 5 % dead and 5 % slow; 500 feeds on one host.
# hostile: 60 feeds at once that are packed gigabytes, endless, deep, lies.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$here/../target/release" && pwd)
work=$(mktemp -d)
port=${PORT:-8750}
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

serve() { # serve FEEDS [OPTION...]: starts the feed server and waits until it answers
    local feeds=$1; shift
    python3 "$here/feedserver.py" --feeds "$feeds" --items 30 --hosts 200 --port "$port" --write-urls "$work/urls$feeds" \
        --write-manifest "$work/manifest$feeds" --manifest-titles "$@" >"$work/server.log" 2>&1 &
    server=$!
    until curl -sf "127.0.0.1:$port/_stats" >/dev/null; do kill -0 "$server" || { cat "$work/server.log"; exit 1; }; done
}
stop() { kill -INT "$server"; wait "$server" || true; server=; }
bench() { python3 "$here/ptybench.py" "$@"; }

refresh() {
    for feeds in 100 1000; do
        serve "$feeds"
        dir="$work/r$feeds"
        bench prepare byline --path "$bin" --dir "$dir" --urls "$work/urls$feeds"
        bench reload byline --path "$bin" --dir "$dir" --port "$port" --note "$feeds feeds, first"
        bench reload byline --path "$bin" --dir "$dir" --port "$port" --note "$feeds feeds, second"
        "$bin/byline" --config-dir "$dir/config" --data-dir "$dir/data" list --limit 1000000 --json |
            python3 -c 'import json,sys
for line in sys.stdin: print(json.loads(line)["title"])' | python3 "$here/checktitles.py" "$work/manifest$feeds" "$feeds"
        stop
    done
    serve 1000
    dir="$work/live"
    bench prepare byline --path "$bin" --dir "$dir" --urls "$work/urls1000"
    "$bin/byline" --config-dir "$dir/config" --data-dir "$dir/data" refresh >/dev/null || true
    printf "[refresh]\nautomatic = false\n" >"$dir/config/config.toml"
    bench freeze byline --path "$bin" --dir "$dir" --port "$port" --control --note "keys, nothing running"
    rm -rf "$dir/data"; mkdir -p "$dir/data"
    bench prepare byline --path "$bin" --dir "$dir" --urls "$work/urls1000" >/dev/null
    # Something must be on the screen to move over.
    "$bin/byline" --config-dir "$dir/config" --data-dir "$dir/data" refresh $(head -n 3 "$work/urls1000") >/dev/null
    bench freeze byline --path "$bin" --dir "$dir" --port "$port" --note "keys during a first refresh of 1,000 feeds"
    stop
}

archive() {
    python3 "$here/feedserver.py" --feeds 100 --items 1000 --hosts 100 --port "$port" --kinds rss --charsets utf-8 --body-kb 1-4 --big 1000000 --lazy \
        --write-urls "$work/big" >"$work/server.log" 2>&1 &
    server=$!
    until curl -sf "127.0.0.1:$port/_stats" >/dev/null; do kill -0 "$server"; done
    dir="$work/archive"
    bench prepare byline --path "$bin" --dir "$dir" --urls "$work/big"
    bench reload byline --path "$bin" --dir "$dir" --port "$port" --note "100,000 entries, first"
    stop
    # The reader would do this between keys; here idle is to mean idle.
    "$bin/byline" --config-dir "$dir/config" --data-dir "$dir/data" doctor --reindex >/dev/null
    bench start byline --path "$bin" --dir "$dir" -n 7 --note "start, 100,000 entries"
    bench keys byline --path "$bin" --dir "$dir" --at list -n 300 --note "keys in the list, 100,000 entries"
    bench keys byline --path "$bin" --dir "$dir" --at article -n 200 --note "keys in an article"
}

article() {
    serve 1 --kinds rss --charsets utf-8 --big 1000000
    dir="$work/article"
    bench prepare byline --path "$bin" --dir "$dir" --urls "$work/urls1"
    "$bin/byline" --config-dir "$dir/config" --data-dir "$dir/data" refresh >/dev/null
    bench step byline --path "$bin" --dir "$dir" --at list --do big -n 5 --note "to the last row, and back to the 1 MB article beside the list: the second step's last byte"
    stop
}

# many NAME FEEDS [OPTION...]: `byline refresh` of so many feeds, first and second time, by the system's own accounting
many() {
    local name=$1 feeds=$2; shift 2
    python3 "$here/feedserver.py" --feeds "$feeds" --items 3 --body-kb 1-2 --port "$port" --write-urls "$work/$name" "$@" >"$work/server.log" 2>&1 &
    server=$!
    until curl -sf "127.0.0.1:$port/_stats" >/dev/null; do kill -0 "$server" || { cat "$work/server.log"; exit 1; }; done
    dir="$work/s-$name"
    mkdir -p "$dir/config"
    awk '{ printf "[[feed]]\nurl = \"%s\"\n\n", $0 }' "$work/$name" >"$dir/config/feeds.toml"
    for time in first second; do
        curl -sf "127.0.0.1:$port/_reset" >/dev/null
        python3 - "$name, $time" "$port" "$bin/byline" --config-dir "$dir/config" --data-dir "$dir/data" refresh --force --json <<'PY'
import json, resource, subprocess, sys, time, urllib.request
note, port, *command = sys.argv[1:]
begun = time.monotonic()
done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
wall, used = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
report = json.loads(done.stdout)
said = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/_stats"))
print(json.dumps({"note": note, "wall_s": round(wall, 2), "cpu_s": round(used.ru_utime + used.ru_stime, 2), "max_rss_mb": round(used.ru_maxrss / 1024, 1),
                  "new": report["new"], "failed": report["failed"], "skipped": report["skipped"],
                  **{key: said[key] for key in ("requests", "got_304", "max_in_flight", "max_in_flight_one_host", "span_s", "well_span_s", "clear_span_s")}}))
PY
    done
    stop
}

scale() {
    many "10,000 feeds on 2,000 hosts" 10000 --hosts 2000 --latency 100-300
    many "the same, 5 % dead and 5 % slow (5 s)" 10000 --hosts 2000 --latency 100-300 --faults dead=0.05,slow=0.05
    many "500 feeds on one host" 500 --hosts 1 --latency 20
}

hostile() {
    dir="$work/hostile"; mkdir -p "$dir/config"
    python3 "$here/hostile.py" "$port" "$dir/config/feeds.toml" >"$work/server.log" 2>&1 &
    server=$!
    until grep -q ready "$work/server.log"; do kill -0 "$server"; done
    python3 - "$bin/byline" "$dir" <<'PY'
import json, resource, subprocess, sys, time
begun = time.time()
ran = subprocess.run([sys.argv[1], "--config-dir", sys.argv[2] + "/config", "--data-dir", sys.argv[2] + "/data", "refresh"], capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"note": "60 hostile servers", "wall_s": round(time.time() - begun, 2), "cpu_s": round(used.ru_utime + used.ru_stime, 2),
    "max_rss_mb": round(used.ru_maxrss / 1024, 1), "exit": ran.returncode, "said": ran.stdout.splitlines()[-1:]}))
PY
    kill "$server"; wait "$server" 2>/dev/null || true; server=
}

for part in "${@:-refresh archive article}"; do for one in $part; do "$one"; done; done
