//! Secure connections that must not be trusted: each is refused with what is wrong and what helps, and the one good one is read.
//!
//! The certificates are made here; the binary is told by `SSL_CERT_FILE` to trust their maker and nobody else.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, date_time_ymd,
};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};
use tokio_rustls::TlsAcceptor;

use crate::cli::{Home, Ran, rss};

/// Who signs the certificates of servers.
struct Maker {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Maker {
    fn new() -> Maker {
        Maker::named("the maker that is trusted")
    }

    fn named(name: &str) -> Maker {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Maker {
            certificate: params.self_signed(&key).unwrap(),
            issuer: Issuer::new(params, key),
        }
    }

    fn signs(&self, params: &CertificateParams) -> Shown {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Shown { certificate, key }
    }
}

/// What a server shows of itself.
struct Shown {
    certificate: Certificate,
    key: KeyPair,
}

impl Shown {
    fn by_itself(params: &CertificateParams) -> Shown {
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Shown { certificate, key }
    }

    fn config(&self) -> ServerConfig {
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(self.key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.der().clone()], key)
            .unwrap()
    }

    /// Serves one feed over HTTP/2 alone; its address.
    fn serves_http2(self) -> String {
        let mut config = self.config();
        config.alpn_protocols = vec![b"h2".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (listener, at) = listening();
        listener.set_nonblocking(true).unwrap();
        thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let mut answers = tokio::task::JoinSet::new();
                while let Ok((stream, _)) = listener.accept().await {
                    answers.spawn(answer_http2(stream, acceptor.clone()));
                }
            });
        });
        format!("https://{at}/feed")
    }

    /// Serves one feed with this certificate for as long as the test runs; its address.
    fn serves(self) -> String {
        let config = Arc::new(self.config());
        let (listener, at) = listening();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let config = Arc::clone(&config);
                // A client that trusts nothing here goes away in the handshake.
                thread::spawn(move || answer(stream, config));
            }
        });
        format!("https://{at}/feed")
    }
}

fn listening() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    (listener, at)
}

fn answer(mut stream: TcpStream, config: Arc<ServerConfig>) -> std::io::Result<()> {
    let mut connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut secure = Stream::new(&mut connection, &mut stream);
    let (mut request, mut byte) = (Vec::new(), [0]);
    while !request.ends_with(b"\r\n\r\n") {
        secure.read_exact(&mut byte)?;
        request.extend(byte);
    }
    let body = rss("Secure", 2);
    let length = body.len();
    write!(
        secure,
        "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )?;
    connection.send_close_notify();
    connection.complete_io(&mut stream)?;
    Ok(())
}

async fn answer_http2(stream: tokio::net::TcpStream, acceptor: TlsAcceptor) -> Option<()> {
    let secure = acceptor.accept(stream).await.ok()?;
    let mut connection = h2::server::handshake(secure).await.ok()?;
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let known = request.headers().contains_key("if-none-match");
        let status = if known { 304 } else { 200 };
        let response = http::Response::builder()
            .status(status)
            .header("ETag", "\"1\"")
            .body(())
            .unwrap();
        let mut body = respond.send_response(response, known).ok()?;
        if !known {
            body.send_data(rss("Second", 2).into_bytes().into(), true)
                .ok()?;
        }
    }
    Some(())
}

/// A server that takes connections and says this to whoever comes, whatever they say.
fn says(words: &'static [u8]) -> String {
    let (listener, at) = listening();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut hello = [0; 1024];
            let _ = stream.read(&mut hello);
            let _ = stream.write_all(words);
        }
    });
    format!("https://{at}/feed")
}

fn of(names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    CertificateParams::new(names).unwrap()
}

/// Adds the feed at this address in a home of its own, trusting this maker alone.
fn added(home: &Home, maker: &Maker, url: &str) -> Ran {
    let file = home.path().join("maker.pem");
    std::fs::write(&file, maker.certificate.pem()).unwrap();
    let mut add = home.command(&["add", url]);
    let output = add.env("SSL_CERT_FILE", file).output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_certificate_that_is_good_is_trusted() {
    let maker = Maker::new();
    let url = maker.signs(&of(&["127.0.0.1"])).serves();
    let home = Home::new();
    added(&home, &maker, &url).done();
    assert_eq!(home.run(&["list", "--json"]).done().values().len(), 2);
}

#[test]
fn http_2_is_spoken_where_the_server_does() {
    let maker = Maker::new();
    let url = maker.signs(&of(&["127.0.0.1"])).serves_http2();
    let home = Home::new();
    added(&home, &maker, &url).done();
    assert_eq!(home.run(&["list", "--json"]).done().values().len(), 2);
    let mut again = home.command(&["refresh", "--force", "--json"]);
    let again = again.env("SSL_CERT_FILE", home.path().join("maker.pem"));
    let report = String::from_utf8(again.output().unwrap().stdout).unwrap();
    assert!(report.contains("\"unchanged\""), "{report}");
}

#[test]
fn a_system_without_roots_has_those_compiled_in() {
    let maker = Maker::new();
    let url = maker.signs(&of(&["127.0.0.1"])).serves();
    let home = Home::new();
    let nowhere = home.path().join("nowhere");
    let mut add = home.command(&["add", &url]);
    let output = add
        .env("SSL_CERT_FILE", &nowhere)
        .env("SSL_CERT_DIR", &nowhere)
        .output()
        .unwrap();
    // They do not vouch for our maker; without any, no client could have been made at all.
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("comes from nobody this system trusts"),
        "{told}"
    );
    let plain = crate::server::Server::start();
    plain.answer("/f", crate::server::Answer::rss(rss("Plain", 1)));
    let mut add = home.command(&["add", &plain.url("/f")]);
    let add = add
        .env("SSL_CERT_FILE", &nowhere)
        .env("SSL_CERT_DIR", &nowhere);
    assert!(add.output().unwrap().status.success());
}

#[test]
fn a_certificate_that_is_not_good_is_refused_with_why_and_what_helps() {
    let maker = Maker::new();
    let here = || of(&["127.0.0.1"]);
    let mut expired = here();
    expired.not_after = date_time_ymd(2020, 1, 1);
    let mut early = here();
    early.not_before = date_time_ymd(2999, 1, 1);
    early.not_after = date_time_ymd(3000, 1, 1);
    let mut of_a_client = here();
    of_a_client.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let mut of_a_maker = here();
    of_a_maker.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let clock = "or this computer's clock is wrong";
    let roots = "apt install ca-certificates";
    let cases = [
        (maker.signs(&expired), "has expired", clock),
        (maker.signs(&early), "is not valid yet", clock),
        (
            maker.signs(&of(&["other.example"])),
            "is for another name",
            "check the name in the address",
        ),
        (
            maker.signs(&of_a_client),
            "is for another purpose",
            "its keeper can get one that is trusted",
        ),
        (
            Maker::named("somebody else").signs(&here()),
            "comes from nobody this system trusts",
            roots,
        ),
        (
            Shown::by_itself(&here()),
            "comes from nobody this system trusts",
            roots,
        ),
        (
            Shown::by_itself(&of_a_maker),
            "is signed by itself",
            "its keeper can get one that is trusted",
        ),
    ];
    for (shown, why, hint) in cases {
        let home = Home::new();
        let ran = added(&home, &maker, &shown.serves()).failed(why);
        let named = format!("the certificate of `127.0.0.1` {why}");
        assert!(ran.err.contains(&named), "{why}: {}", ran.err);
        assert!(ran.err.contains(hint), "{why}: {}", ran.err);
        assert_eq!(home.load("feeds.toml"), "", "{why}: not subscribed to");
    }
}

#[test]
fn a_handshake_that_breaks_is_told_as_such() {
    let maker = Maker::new();
    let cases: [(&[u8], &str, &str); 3] = [
        (b"", "hung up in the handshake", "with http://"),
        (
            b"HTTP/1.1 400 Bad Request\r\n\r\n",
            "it does not speak TLS",
            "with http://",
        ),
        // An alert: handshake failure.
        (
            b"\x15\x03\x03\x00\x02\x02\x28",
            "it refused the handshake (HandshakeFailure)",
            "check the address",
        ),
    ];
    for (words, why, hint) in cases {
        let ran = added(&Home::new(), &maker, &says(words)).failed(why);
        assert!(ran.err.contains(hint), "{why}: {}", ran.err);
    }
}
