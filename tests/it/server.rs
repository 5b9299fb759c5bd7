//! A tiny HTTP/1.1 server on 127.0.0.1 with scripted answers, and a log of what it was asked.
//!
//! One thread per connection, one request per connection. Nothing sleeps: a slow answer waits at a `Gate` until the test opens it. Every `Server`
//! has a port of its own, and so counts as a host of its own.
#![allow(dead_code)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

/// A running server; it stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    scripts: Mutex<HashMap<String, Script>>,
    seen: Mutex<Vec<Seen>>,
    /// Requests being answered: (now, most so far).
    busy: Mutex<(usize, usize)>,
    stopped: AtomicBool,
}

enum Script {
    /// One after the other; the last is repeated.
    Answers(Vec<Answer>),
    Made(Arc<dyn Fn(&Seen) -> Answer + Send + Sync>),
}

/// A request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// `GET`.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// In order, names as sent.
    pub headers: Vec<(String, String)>,
}

impl Seen {
    /// A header's value; bytes are characters U+0000 to U+00FF.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// What is answered. Begins as `Answer::new(status)`, or `Answer::ok(body)`.
#[derive(Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    pieces: Vec<Piece>,
    length: Option<usize>,
    /// Answer 304 with the same headers when the request names this answer's `ETag`, else its `Last-Modified`.
    conditional: bool,
}

#[derive(Clone)]
enum Piece {
    Bytes(Vec<u8>),
    Wait(Gate),
}

/// Holds an answer back until it is opened.
#[derive(Clone, Default)]
pub struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    /// Lets through whoever waits and will wait.
    pub fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }

    fn wait(&self) {
        let open = self.0.0.lock().unwrap();
        drop(self.0.1.wait_while(open, |open| !*open).unwrap());
    }
}

impl Answer {
    /// A status without a body.
    pub fn new(status: u16) -> Answer {
        Answer {
            status,
            headers: Vec::new(),
            pieces: Vec::new(),
            length: None,
            conditional: false,
        }
    }

    /// 200 with this body.
    pub fn ok(body: impl Into<Vec<u8>>) -> Answer {
        Answer::new(200).body(body)
    }

    /// 200 with a feed.
    pub fn feed(body: impl Into<Vec<u8>>) -> Answer {
        Answer::ok(body).header("Content-Type", "application/rss+xml")
    }

    /// 200 with a page.
    pub fn page(body: impl Into<Vec<u8>>) -> Answer {
        Answer::ok(body).header("Content-Type", "text/html; charset=utf-8")
    }

    /// A redirect.
    pub fn redirect(status: u16, to: impl Into<String>) -> Answer {
        Answer::new(status).header("Location", to)
    }

    /// One more header; its characters are sent as bytes.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Answer {
        self.headers.push((name.to_string(), value.into()));
        self
    }

    /// One more piece of body.
    pub fn body(mut self, bytes: impl Into<Vec<u8>>) -> Answer {
        self.pieces.push(Piece::Bytes(bytes.into()));
        self
    }

    /// What follows is sent only once the gate is open.
    pub fn wait(mut self, gate: &Gate) -> Answer {
        self.pieces.push(Piece::Wait(gate.clone()));
        self
    }

    /// Says that the body has so many bytes, whatever it has: the connection is closed early.
    pub fn claims_length(mut self, length: usize) -> Answer {
        self.length = Some(length);
        self
    }

    /// With an `ETag` or `Last-Modified` that the request repeats, 304.
    pub fn conditional(mut self) -> Answer {
        self.conditional = true;
        self
    }

    fn own(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    fn is_known(&self, seen: &Seen) -> bool {
        let same = |sent: &str, own: &str| {
            let sent = seen.header(sent)?;
            Some(self.own(own) == Some(sent))
        };
        self.conditional
            && same("If-None-Match", "ETag")
                .or_else(|| same("If-Modified-Since", "Last-Modified"))
                .unwrap_or(false)
    }
}

impl Server {
    /// Starts on a free port; every path answers 404 until it is told otherwise.
    pub fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if own.stopped.load(Ordering::Relaxed) {
                    return;
                }
                let (own, Ok(stream)) = (Arc::clone(&own), stream) else {
                    continue;
                };
                thread::spawn(move || serve(&own, stream));
            }
        });
        Server { address, shared }
    }

    /// The address of a path: `server.url("/feed.xml")`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// `127.0.0.1:PORT`.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// From now on, this answer.
    pub fn answer(&self, path: &str, answer: Answer) {
        self.answers(path, vec![answer]);
    }

    /// These answers, one after the other; the last is repeated.
    pub fn answers(&self, path: &str, answers: Vec<Answer>) {
        let script = Script::Answers(answers);
        self.shared
            .scripts
            .lock()
            .unwrap()
            .insert(path.into(), script);
    }

    /// Answers made from the request.
    pub fn respond(&self, path: &str, made: impl Fn(&Seen) -> Answer + Send + Sync + 'static) {
        let script = Script::Made(Arc::new(made));
        self.shared
            .scripts
            .lock()
            .unwrap()
            .insert(path.into(), script);
    }

    /// All requests so far, in the order they came.
    pub fn requests(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// The requests for one path.
    pub fn requests_for(&self, path: &str) -> Vec<Seen> {
        let mut seen = self.requests();
        seen.retain(|seen| seen.path == path);
        seen
    }

    /// Forgets the requests so far.
    pub fn forget(&self) {
        self.shared.seen.lock().unwrap().clear();
    }

    /// How many requests were being answered at the same time, at most.
    pub fn most_at_once(&self) -> usize {
        self.shared.busy.lock().unwrap().1
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
        // Wakes the listener, so that it sees.
        let _ = TcpStream::connect(self.address);
    }
}

/// An RSS feed with entries `title 1` to `title n`, the last one newest.
pub fn rss(title: &str, entries: usize) -> String {
    let items: String = (1..=entries)
        .rev()
        .map(|n| {
            format!(
                "<item><title>{title} {n}</title><link>https://site.example/{title}/{n}</link><guid>{title}-{n}</guid>\
                 <pubDate>Mon, 23 Nov 2026 {:02}:{:02}:00 GMT</pubDate><description>&lt;p&gt;Text of {title} {n}.&lt;/p&gt;</description></item>\n",
                n / 60 % 24,
                n % 60
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>{title}</title><link>https://site.example/</link>\n{items}</channel></rss>\n"
    )
}

fn serve(shared: &Shared, mut stream: TcpStream) {
    let Some(seen) = request(&stream) else {
        return;
    };
    {
        let mut busy = shared.busy.lock().unwrap();
        busy.0 += 1;
        busy.1 = busy.1.max(busy.0);
    }
    let answer = shared.answer_to(&seen);
    shared.seen.lock().unwrap().push(seen.clone());
    // The other side may go away in the middle of an answer: that is what some tests are about.
    let _ = send(&mut stream, &answer, answer.is_known(&seen), || {
        shared.busy.lock().unwrap().0 -= 1;
    });
}

impl Shared {
    fn answer_to(&self, seen: &Seen) -> Answer {
        let made = {
            let mut scripts = self.scripts.lock().unwrap();
            match scripts.get_mut(&seen.path) {
                None => return Answer::new(404).body("no such page"),
                Some(Script::Answers(answers)) if answers.len() > 1 => return answers.remove(0),
                Some(Script::Answers(answers)) => {
                    return answers.first().cloned().unwrap_or(Answer::new(500));
                }
                Some(Script::Made(made)) => Arc::clone(made),
            }
        };
        made(seen)
    }
}

fn request(stream: &TcpStream) -> Option<Seen> {
    let mut reader = BufReader::new(stream);
    let mut line = || {
        let mut bytes = Vec::new();
        reader.read_until(b'\n', &mut bytes).ok()?;
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        Some(text.trim_end_matches(['\r', '\n']).to_string())
    };
    let first = line()?;
    let mut words = first.split(' ');
    let (method, path) = (words.next()?.to_string(), words.next()?.to_string());
    let mut headers = Vec::new();
    loop {
        let line = line()?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        headers.push((name.to_string(), value.trim().to_string()));
    }
    Some(Seen {
        method,
        path,
        headers,
    })
}

fn send(
    stream: &mut TcpStream,
    answer: &Answer,
    known: bool,
    done: impl FnOnce(),
) -> std::io::Result<()> {
    let done = Done(Some(done));
    let status = if known { 304 } else { answer.status };
    let body: usize = answer
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Bytes(bytes) => bytes.len(),
            Piece::Wait(_) => 0,
        })
        .sum();
    let mut head = format!("HTTP/1.1 {status} Scripted\r\nConnection: close\r\n");
    if !known && status != 304 {
        head.push_str(&format!(
            "Content-Length: {}\r\n",
            answer.length.unwrap_or(body)
        ));
    }
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    let head: Vec<u8> = head
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
        .collect();
    stream.write_all(&head)?;
    if known {
        drop(done);
        return Ok(());
    }
    let pieces = answer.pieces.len();
    for (n, piece) in answer.pieces.iter().enumerate() {
        match piece {
            Piece::Wait(gate) => {
                stream.flush()?;
                gate.wait();
            }
            // Counted as answered before the last byte leaves, since the other side may ask again on seeing it.
            Piece::Bytes(bytes) if n + 1 == pieces => {
                drop(done);
                return stream.write_all(bytes);
            }
            Piece::Bytes(bytes) => stream.write_all(bytes)?,
        }
    }
    Ok(())
}

struct Done<F: FnOnce()>(Option<F>);

impl<F: FnOnce()> Drop for Done<F> {
    fn drop(&mut self) {
        if let Some(done) = self.0.take() {
            done();
        }
    }
}
