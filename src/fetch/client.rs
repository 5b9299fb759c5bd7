//! One GET: conditional, compressed, redirects followed by hand, size and time bounded.
//!
//! Invariant: a name and password in an address go to that origin alone, as Basic auth; no body is larger than the limit, counted
//! after decompression.

use std::sync::Once;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Response, StatusCode, redirect};
use tokio::time::timeout;
use url::Url;

use crate::fetch::address::{address, decoded, host_of, is_loopback, strip, target};
use crate::fetch::conditional::Validators;
use crate::fetch::error::{self, Refusal};
use crate::fetch::headers::{self, Pause};
use crate::model::{Failure, FailureKind, Timestamp, Trouble};

/// What feeds are asked for.
const FEEDS_WANTED: &str = "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.5, */*;q=0.1";

/// Redirects followed for one request.
const MOST_HOPS: u32 = 10;

/// The limits of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// To connect.
    pub connect: Duration,
    /// Without a byte.
    pub idle: Duration,
    /// In all.
    pub total: Duration,
    /// Bytes of a body after decompression.
    pub max_body: u64,
    /// Who is asking: name, version, and where its keeper can be found.
    pub user_agent: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            connect: Duration::from_secs(15),
            idle: Duration::from_secs(20),
            total: Duration::from_mins(1),
            max_body: 16 << 20,
            user_agent: concat!(
                "byline/",
                env!("CARGO_PKG_VERSION"),
                " (+",
                env!("CARGO_PKG_REPOSITORY"),
                ")"
            )
            .to_string(),
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The address, with name and password if it has them.
    pub url: String,
    /// What is known of the document; empty makes the request unconditional.
    pub validators: Validators,
}

/// A document as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Decompressed.
    pub bytes: Vec<u8>,
    /// `Content-Type`, as stated.
    pub content_type: Option<String>,
    /// Where it came from in the end, without name and password.
    pub url: String,
    /// Why it ends before its end, if it does.
    pub cut: Option<Failure>,
}

/// What the server had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A document.
    New(Document),
    /// 304: what is known still holds.
    NotModified,
}

/// A request that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// What came.
    pub answer: Answer,
    /// What to send next time.
    pub validators: Validators,
    /// For how many milliseconds the server calls it good.
    pub max_age: Option<i64>,
    /// Where every hop, each for good, led: the address to use from now on, once that has been seen often enough.
    pub permanent: Option<String>,
    /// Bytes of the body, decompressed.
    pub size: u64,
}

/// An HTTP client with its limits. Building it loads the system's certificates: make it when it is first needed.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    /// For this very machine, which no proxy of the environment can reach.
    local: reqwest::Client,
    settings: Settings,
}

impl Client {
    /// A client.
    pub fn new(settings: &Settings) -> Result<Client, Trouble> {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // Fails only if something else installed one already, which serves as well.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let http = build(|| builder(settings))?;
        let local = if has_proxy() {
            build(|| builder(settings).no_proxy())?
        } else {
            http.clone()
        };
        Ok(Client {
            http,
            local,
            settings: settings.clone(),
        })
    }

    /// One conditional GET, redirects included, `now` being the time that dates in headers are told from.
    pub async fn fetch(&self, request: &Request, now: Timestamp) -> Result<Fetched, Refusal> {
        let total = self.settings.total;
        match timeout(total, self.follow(request, now)).await {
            Ok(answer) => answer,
            Err(_) => Err(too_slow(&format!(
                "not through after {} s",
                total.as_secs_f32()
            ))),
        }
    }

    async fn follow(&self, request: &Request, now: Timestamp) -> Result<Fetched, Refusal> {
        let mut url = address(&request.url)?;
        let origin = url.origin();
        let secrets = (
            url.username().to_string(),
            url.password().map(str::to_string),
        );
        let mut permanent = true;
        let mut moved = false;
        for _ in 0..=MOST_HOPS {
            strip(&mut url);
            let own = (url.origin() == origin).then_some(&secrets);
            let response = self.get(&url, &request.validators, own).await?;
            match response.status().as_u16() {
                code @ (301 | 302 | 303 | 307 | 308) => {
                    permanent &= matches!(code, 301 | 308);
                    moved = true;
                    url = target(&url, response.headers())?;
                }
                304 if !request.validators.is_empty() => {
                    return Ok(not_modified(request, &response, now)
                        .moved_to((moved && permanent).then(|| url.to_string())));
                }
                _ if response.status() == StatusCode::OK || response.status().as_u16() == 203 => {
                    let forever = (moved && permanent).then(|| url.to_string());
                    return Ok(self.document(response, &url, now).await?.moved_to(forever));
                }
                204 | 205 => {
                    return Err(Refusal::new(
                        FailureKind::Empty,
                        "the server sent nothing",
                        None,
                    ));
                }
                code => return Err(refused(code, response.headers(), now)),
            }
        }
        Err(Refusal::new(
            FailureKind::Redirect,
            format!("more than {MOST_HOPS} redirects: it leads in a circle"),
            Some("open the site and look for the feed's address"),
        ))
    }

    async fn get(
        &self,
        url: &Url,
        validators: &Validators,
        secrets: Option<&(String, Option<String>)>,
    ) -> Result<Response, Refusal> {
        let mut headers = HeaderMap::new();
        validators.send(&mut headers);
        let http = if is_loopback(&host_of(url.as_str())) {
            &self.local
        } else {
            &self.http
        };
        let mut request = http.get(url.clone()).headers(headers);
        if let Some((name, password)) = secrets
            && (!name.is_empty() || password.is_some())
        {
            request = request.basic_auth(decoded(name), password.as_deref().map(decoded));
        }
        let host = url.host_str().unwrap_or_default();
        match timeout(self.settings.idle, request.send()).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(Refusal {
                failure: error::of_request(&error, host),
                pause: Pause::Unsaid,
            }),
            Err(_) => Err(too_slow(&format!(
                "`{host}` sent nothing for {} s",
                self.settings.idle.as_secs_f32()
            ))),
        }
    }

    async fn document(
        &self,
        mut response: Response,
        url: &Url,
        now: Timestamp,
    ) -> Result<Fetched, Refusal> {
        let validators = Validators::of(response.headers());
        let max_age = headers::max_age(response.headers(), now);
        let content_type = response
            .headers()
            .get(CONTENT_TYPE)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let (bytes, cut) = self.body(&mut response, url).await?;
        Ok(Fetched {
            size: bytes.len() as u64,
            answer: Answer::New(Document {
                bytes,
                content_type,
                url: url.to_string(),
                cut,
            }),
            validators,
            max_age,
            permanent: None,
        })
    }

    /// The body, and why it is not whole, if the connection broke in the middle: what came by then may be whole entries.
    async fn body(
        &self,
        response: &mut Response,
        url: &Url,
    ) -> Result<(Vec<u8>, Option<Failure>), Refusal> {
        let host = url.host_str().unwrap_or_default();
        let mut bytes = Vec::new();
        loop {
            let chunk = match timeout(self.settings.idle, response.chunk()).await {
                Ok(Ok(chunk)) => chunk,
                Ok(Err(error)) => {
                    let failure = error::of_request(&error, host);
                    if !bytes.is_empty() && failure.kind == FailureKind::Connect {
                        return Ok((bytes, Some(failure)));
                    }
                    return Err(Refusal {
                        failure,
                        pause: Pause::Unsaid,
                    });
                }
                Err(_) => {
                    return Err(too_slow(&format!(
                        "`{host}` sent nothing for {} s",
                        self.settings.idle.as_secs_f32()
                    )));
                }
            };
            let Some(chunk) = chunk else {
                return Ok((bytes, None));
            };
            if (bytes.len() + chunk.len()) as u64 > self.settings.max_body {
                return Err(too_large(self.settings.max_body));
            }
            bytes.extend_from_slice(&chunk);
            if let Some(what) = no_text(&bytes) {
                return Err(Refusal::new(
                    FailureKind::NotFeed,
                    format!("the answer is {what}, not a feed"),
                    Some("check the address"),
                ));
            }
        }
    }
}

impl Fetched {
    fn moved_to(mut self, url: Option<String>) -> Fetched {
        self.permanent = url;
        self
    }
}

fn build(builder: impl Fn() -> reqwest::ClientBuilder) -> Result<reqwest::Client, Trouble> {
    builder()
        .build()
        // A system without root certificates can still be served over plain HTTP; HTTPS then says what is missing.
        .or_else(|_| builder().tls_certs_only([]).build())
        .map_err(|error| {
            Trouble::new(
                format!("nothing can be fetched: {error}"),
                "check the proxy settings of the environment",
            )
        })
}

/// Whether the environment names a proxy.
fn has_proxy() -> bool {
    std::env::vars_os().any(|(name, value)| {
        let name = name.to_string_lossy().to_lowercase();
        !value.is_empty() && matches!(name.as_str(), "http_proxy" | "https_proxy" | "all_proxy")
    })
}

fn builder(settings: &Settings) -> reqwest::ClientBuilder {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(FEEDS_WANTED));
    reqwest::Client::builder()
        .user_agent(&settings.user_agent)
        .default_headers(headers)
        .referer(false)
        .redirect(redirect::Policy::none())
        .connect_timeout(settings.connect)
        .pool_max_idle_per_host(1)
        .pool_idle_timeout(Duration::from_secs(15))
}

fn not_modified(request: &Request, response: &Response, now: Timestamp) -> Fetched {
    Fetched {
        answer: Answer::NotModified,
        validators: request.validators.refreshed(response.headers()),
        max_age: headers::max_age(response.headers(), now),
        permanent: None,
        size: 0,
    }
}

fn refused(code: u16, headers: &HeaderMap, now: Timestamp) -> Refusal {
    let challenged = headers
        .get("cf-mitigated")
        .is_some_and(|value| value.as_bytes() == b"challenge");
    Refusal {
        failure: error::status(code, challenged),
        pause: Pause::of(headers, now),
    }
}

fn too_slow(what: &str) -> Refusal {
    Refusal::new(
        FailureKind::Timeout,
        format!("too slow: {what}"),
        Some("nothing to do: asked again later"),
    )
}

fn too_large(limit: u64) -> Refusal {
    Refusal::new(
        FailureKind::TooLarge,
        format!("the answer is larger than {}", crate::text::size(limit)),
        Some("`max_body` in `config.toml` is the limit"),
    )
}

/// Bytes that begin no text, told by their first few: nothing is gained by waiting for the rest.
fn no_text(bytes: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 8] = [
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "an archive"),
        (b"\x7fELF", "a program"),
        (b"ID3", "a sound file"),
        (b"OggS", "a sound file"),
    ];
    SIGNS
        .iter()
        .find(|(sign, _)| bytes.starts_with(sign))
        .map(|(_, what)| *what)
}
