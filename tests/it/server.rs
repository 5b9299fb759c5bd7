//! A tiny HTTP/1.1 server on 127.0.0.1 with scripted answers: what the web does to a feed reader, at will and without waiting.
//!
//! Each path has a queue of answers; the last one stays. Every request is kept with its headers, so that manners can be checked.
//! Nothing here sleeps: an answer that is to be slow waits until the test lets it go on.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    pub path: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
}

impl Request {
    /// A header's value, if it was sent.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(&name.to_lowercase()).map(String::as_str)
    }
}

/// What is sent back.
#[derive(Clone, Default)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// What `Content-Length` says, if that is not the truth.
    length: Option<usize>,
    ending: Ending,
}

/// How an answer ends.
#[derive(Clone, Default)]
enum Ending {
    /// In order.
    #[default]
    Whole,
    /// `Content-Length` tells the whole body, but the connection closes after so many bytes.
    CutAfter(usize),
    /// After so many bytes it stalls until the gate opens or the client goes.
    HoldAfter(usize, Gate),
    /// Nothing comes, not even a head, until the gate opens or the client goes.
    Silent(Gate),
    /// The body comes again and again, in chunks, until the client goes.
    Endless,
    /// Nothing of HTTP but these bytes again and again, until the client goes.
    Babble,
    /// The connection closes without a word.
    Dropped,
}

/// Holds an answer back until the test opens it. Dropping it opens it too.
#[derive(Clone)]
pub struct Gate {
    opener: Arc<Mutex<Option<Sender<()>>>>,
    behind: Arc<Mutex<Receiver<()>>>,
}

impl Gate {
    pub fn new() -> Gate {
        let (opener, behind) = channel();
        Gate {
            opener: Arc::new(Mutex::new(Some(opener))),
            behind: Arc::new(Mutex::new(behind)),
        }
    }

    /// Lets every answer behind it go on.
    pub fn open(&self) {
        self.opener.lock().unwrap().take();
    }

    fn wait(&self) {
        let _ = self.behind.lock().unwrap().recv();
    }
}

impl Answer {
    /// 200 with a body and its type.
    pub fn ok(content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
        Answer {
            status: 200,
            body: body.into(),
            ..Answer::default()
        }
        .header("Content-Type", content_type)
    }

    /// 200 with an RSS document.
    pub fn rss(body: impl Into<Vec<u8>>) -> Answer {
        Answer::ok("application/rss+xml", body)
    }

    /// A status with an empty body.
    pub fn status(status: u16) -> Answer {
        Answer {
            status,
            ..Answer::default()
        }
    }

    /// The same with another status.
    pub fn with_status(mut self, status: u16) -> Answer {
        self.status = status;
        self
    }

    /// A redirect.
    pub fn redirect(status: u16, to: &str) -> Answer {
        Answer::status(status).header("Location", to)
    }

    /// The connection closes without a word.
    pub fn dropped() -> Answer {
        Answer {
            ending: Ending::Dropped,
            ..Answer::default()
        }
    }

    /// One more header.
    pub fn header(mut self, name: &str, value: &str) -> Answer {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The whole length is told, but the connection closes after so many bytes of the body.
    pub fn cut_after(mut self, bytes: usize) -> Answer {
        self.ending = Ending::CutAfter(bytes);
        self
    }

    /// Says nothing at all until the gate opens.
    pub fn silent(mut self, gate: &Gate) -> Answer {
        self.ending = Ending::Silent(gate.clone());
        self
    }

    /// `Content-Length` says this, whatever comes.
    pub fn lying(mut self, length: usize) -> Answer {
        self.length = Some(length);
        self
    }

    /// The body comes again and again, in chunks, until the client goes.
    pub fn endless(mut self) -> Answer {
        self.ending = Ending::Endless;
        self
    }

    /// First some bytes of HTTP, then others again and again until the client goes: a head without end.
    pub fn babble(first: &str, then: &str) -> Answer {
        Answer {
            headers: vec![(first.into(), String::new())],
            body: then.into(),
            ending: Ending::Babble,
            ..Answer::default()
        }
    }

    /// Stalls after so many bytes of the body until the gate opens.
    pub fn held_after(mut self, bytes: usize, gate: &Gate) -> Answer {
        self.ending = Ending::HoldAfter(bytes, gate.clone());
        self
    }
}

#[derive(Default)]
struct Script {
    answers: BTreeMap<String, VecDeque<Answer>>,
    requests: Vec<Request>,
}

/// The server; its threads end with the test process.
#[derive(Clone)]
pub struct Server {
    address: SocketAddr,
    script: Arc<Mutex<Script>>,
    busy: Arc<AtomicUsize>,
    most_busy: Arc<AtomicUsize>,
    sent: Arc<AtomicUsize>,
}

impl Server {
    /// On a free port of 127.0.0.1; every path answers 404 until it is scripted.
    pub fn start() -> Server {
        Server::start_on("127.0.0.1")
    }

    /// On a free port of another loopback address, which counts as another host: `127.0.0.2`.
    pub fn start_on(host: &str) -> Server {
        Server::behind(TcpListener::bind((host, 0)).unwrap())
    }

    /// At this very address, if it is free: `127.0.0.1:8080`.
    pub fn try_start_at(address: &str) -> Option<Server> {
        TcpListener::bind(address).ok().map(Server::behind)
    }

    fn behind(listener: TcpListener) -> Server {
        let server = Server {
            address: listener.local_addr().unwrap(),
            script: Arc::default(),
            busy: Arc::default(),
            most_busy: Arc::default(),
            sent: Arc::default(),
        };
        let serving = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let server = serving.clone();
                thread::spawn(move || server.serve(stream));
            }
        });
        server
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// `host:port`.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// From now on the path answers so, every time.
    pub fn answer(&self, path: &str, answer: Answer) {
        self.answers(path, [answer]);
    }

    /// The path gives these answers in turn; the last one stays.
    pub fn answers(&self, path: &str, answers: impl IntoIterator<Item = Answer>) {
        self.script
            .lock()
            .unwrap()
            .answers
            .insert(path.into(), answers.into_iter().collect());
    }

    /// Every request so far, in order of arrival.
    pub fn requests(&self) -> Vec<Request> {
        self.script.lock().unwrap().requests.clone()
    }

    /// The requests of one path.
    pub fn requests_of(&self, path: &str) -> Vec<Request> {
        self.requests()
            .into_iter()
            .filter(|request| request.path == path)
            .collect()
    }

    /// Bytes of bodies that were taken off its hands.
    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    /// The most requests that were in flight at one time.
    pub fn most_at_once(&self) -> usize {
        self.most_busy.load(Ordering::SeqCst)
    }
}

impl Server {
    fn serve(&self, stream: TcpStream) {
        let mut lines = BufReader::new(stream.try_clone().unwrap());
        let mut stream = stream;
        while let Some(request) = next_request(&mut lines) {
            let now = self.busy.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_busy.fetch_max(now, Ordering::SeqCst);
            let answer = self.next_answer(request);
            let goes_on = send(&mut stream, &answer, &self.sent);
            self.busy.fetch_sub(1, Ordering::SeqCst);
            if !goes_on {
                let _ = stream.shutdown(Shutdown::Both);
                return;
            }
        }
    }

    fn next_answer(&self, request: Request) -> Answer {
        let mut script = self.script.lock().unwrap();
        let path = request.path.clone();
        script.requests.push(request);
        match script.answers.get_mut(&path) {
            Some(queue) if queue.len() > 1 => queue.pop_front().unwrap_or_default(),
            Some(queue) => queue
                .front()
                .cloned()
                .unwrap_or_else(|| Answer::status(404)),
            None => Answer::status(404),
        }
    }
}

fn next_request(lines: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut first = String::new();
    lines.read_line(&mut first).ok().filter(|read| *read > 0)?;
    let mut words = first.split_whitespace();
    let (method, path) = (words.next()?.to_string(), words.next()?.to_string());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.insert(name.to_lowercase(), value.trim().to_string());
    }
    let length = headers
        .get("content-length")
        .and_then(|length: &String| length.parse().ok())
        .unwrap_or(0);
    lines.take(length).read_to_end(&mut Vec::new()).ok()?;
    Some(Request {
        method,
        path,
        headers,
    })
}

/// Whether the connection may be used again.
fn send(stream: &mut TcpStream, answer: &Answer, sent: &AtomicUsize) -> bool {
    match &answer.ending {
        Ending::Dropped => return false,
        Ending::Silent(gate) => gate.wait(),
        Ending::Babble => {
            let first = answer
                .headers
                .first()
                .map_or("", |(first, _)| first.as_str());
            return stream.write_all(first.as_bytes()).is_ok()
                && again_and_again(stream, &answer.body, sent);
        }
        _ => {}
    }
    let endless = matches!(answer.ending, Ending::Endless);
    let length = answer.length.unwrap_or(answer.body.len());
    let framing = if endless {
        "Transfer-Encoding: chunked".to_string()
    } else {
        format!("Content-Length: {length}")
    };
    let mut head = format!("HTTP/1.1 {} Scripted\r\n{framing}\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    let _ = stream.write_all((head + "\r\n").as_bytes());
    match &answer.ending {
        Ending::CutAfter(bytes) => {
            let _ = stream.write_all(&answer.body[..*bytes]);
            false
        }
        Ending::HoldAfter(bytes, gate) => {
            let _ = stream
                .write_all(&answer.body[..*bytes])
                .and_then(|()| stream.flush());
            gate.wait();
            stream.write_all(&answer.body[*bytes..]).is_ok()
        }
        Ending::Endless => {
            let mut chunk = format!("{:x}\r\n", answer.body.len()).into_bytes();
            chunk.extend(&answer.body);
            chunk.extend(b"\r\n");
            again_and_again(stream, &chunk, sent)
        }
        // Whoever was told less than comes cannot know where the next answer would begin.
        _ => write_counting(stream, &answer.body, sent) && answer.length.is_none(),
    }
}

fn again_and_again(stream: &mut TcpStream, bytes: &[u8], sent: &AtomicUsize) -> bool {
    while write_counting(stream, bytes, sent) {}
    false
}

fn write_counting(stream: &mut TcpStream, bytes: &[u8], sent: &AtomicUsize) -> bool {
    bytes.chunks(16 << 10).all(|piece| {
        sent.fetch_add(piece.len(), Ordering::SeqCst);
        stream.write_all(piece).is_ok()
    })
}

#[test]
fn the_test_server_plays_its_script() {
    let server = Server::start();
    server.answers(
        "/feed",
        [
            Answer::rss("<rss/>").header("ETag", "\"a\""),
            Answer::status(304),
        ],
    );
    let ask = |path: &str| {
        let mut stream = TcpStream::connect(server.host()).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nIf-None-Match: \"a\"\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(ask("/feed").ends_with("ETag: \"a\"\r\n\r\n<rss/>"));
    assert!(ask("/feed").starts_with("HTTP/1.1 304"));
    assert!(ask("/feed").starts_with("HTTP/1.1 304"));
    assert!(ask("/other").starts_with("HTTP/1.1 404"));
    assert_eq!(server.requests_of("/feed").len(), 3);
    assert_eq!(server.requests()[0].header("if-none-match"), Some("\"a\""));
}
