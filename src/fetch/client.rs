//! One GET: conditional, compressed, redirects followed by hand, size and time bounded.
//!
//! Invariant: a name and password in an address go to that origin alone, as Basic auth; no body is larger than the limit, counted
//! after decompression.

use std::sync::Once;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Response, StatusCode, redirect};
use tokio::time::{Instant, timeout};
use url::Url;

use crate::fetch::address::{address, decoded, host_of, is_loopback, strip, target};
use crate::fetch::body::{Room, Rooms, in_time, receive, silent};
use crate::fetch::coding::{Count, UNDERSTOOD};
use crate::fetch::conditional::Validators;
use crate::fetch::error::{self, Refusal};
use crate::fetch::headers::{self, Pause};
use crate::fetch::hop::{Hop, hop};
use crate::fetch::settings::Settings;
use crate::model::{Failure, FailureKind, Timestamp, Trouble, Wire};

/// What feeds are asked for.
const FEEDS_WANTED: &str = "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.5, */*;q=0.1";

/// Redirects followed for one request.
const MOST_HOPS: u32 = 10;

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
    /// Its place among the large bodies.
    pub room: Room,
    /// The values of its `Link` headers, at most a few.
    pub links: Vec<String>,
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
    /// What it cost.
    pub wire: Wire,
}

/// An HTTP client with its limits. Building it loads the system's certificates: make it when it is first needed.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    /// For this very machine, which no proxy of the environment can reach.
    local: reqwest::Client,
    settings: Settings,
    rooms: Rooms,
    /// The system has no root certificates: nothing over HTTPS can be trusted.
    rootless: bool,
}

/// Who hears of every single answer.
pub type Listener<'a> = &'a (dyn Fn(Hop) + Send + Sync);

/// What is counted while a request is under way.
#[derive(Default)]
struct Meter<'a> {
    status: AtomicU16,
    bytes: Count,
    on_hop: Option<Listener<'a>>,
}

impl Meter<'_> {
    fn note(&self, sent: &HeaderMap, response: &Response) {
        self.status
            .store(response.status().as_u16(), Ordering::Relaxed);
        if let Some(on_hop) = self.on_hop {
            on_hop(hop(sent, response));
        }
    }

    fn wire(&self, begun: Instant) -> Wire {
        let status = self.status.load(Ordering::Relaxed);
        Wire {
            status: (status > 0).then_some(status),
            bytes: self.bytes.load(Ordering::Relaxed),
            millis: u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX),
        }
    }
}

/// What came of following redirects.
enum Reached {
    /// 304.
    Known(Fetched),
    /// A document that is to be received, from this address, and the address to use from now on.
    Document(Response, Url, Option<String>),
}

impl Client {
    /// A client.
    pub fn new(settings: &Settings) -> Result<Client, Trouble> {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // Fails only if something else installed one already, which serves as well.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let (http, rootless) = build(|| builder(settings))?;
        let local = if has_proxy() {
            build(|| builder(settings).no_proxy())?.0
        } else {
            http.clone()
        };
        Ok(Client {
            http,
            local,
            settings: settings.clone(),
            rooms: Rooms::new(settings.max_body),
            rootless,
        })
    }

    /// One conditional GET, redirects included, `now` being the time that dates in headers are told from.
    pub async fn fetch(&self, request: &Request, now: Timestamp) -> Result<Fetched, Refusal> {
        self.measured(request, now, Meter::default()).await
    }

    /// The same, and every single answer, redirects too, is told of.
    pub async fn fetch_telling(
        &self,
        request: &Request,
        now: Timestamp,
        on_hop: Listener<'_>,
    ) -> Result<Fetched, Refusal> {
        let meter = Meter {
            on_hop: Some(on_hop),
            ..Meter::default()
        };
        self.measured(request, now, meter).await
    }

    async fn measured(
        &self,
        request: &Request,
        now: Timestamp,
        meter: Meter<'_>,
    ) -> Result<Fetched, Refusal> {
        let begun = Instant::now();
        let answer = self.ask(request, now, (begun, &meter)).await;
        let wire = meter.wire(begun);
        match answer {
            Ok(fetched) => Ok(Fetched { wire, ..fetched }),
            Err(refusal) => Err(Refusal { wire, ..refusal }),
        }
    }

    async fn ask(
        &self,
        request: &Request,
        now: Timestamp,
        (begun, meter): (Instant, &Meter<'_>),
    ) -> Result<Fetched, Refusal> {
        let reached = self.follow(request, now, meter);
        match in_time(begun, self.settings.total, reached).await? {
            Reached::Known(fetched) => Ok(fetched),
            Reached::Document(response, url, forever) => {
                let document = self.document(response, &url, now, (begun, &meter.bytes));
                Ok(document.await?.moved_to(forever))
            }
        }
    }

    async fn follow(
        &self,
        request: &Request,
        now: Timestamp,
        meter: &Meter<'_>,
    ) -> Result<Reached, Refusal> {
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
            let response = self.get(&url, &request.validators, own, meter).await?;
            match response.status().as_u16() {
                code @ (301 | 302 | 303 | 307 | 308) => {
                    permanent &= matches!(code, 301 | 308);
                    moved = true;
                    url = target(&url, response.headers())?;
                }
                304 if !request.validators.is_empty() => {
                    let forever = (moved && permanent).then(|| url.to_string());
                    let known = not_modified(request, &response, now).moved_to(forever);
                    return Ok(Reached::Known(known));
                }
                _ if response.status() == StatusCode::OK || response.status().as_u16() == 203 => {
                    let forever = (moved && permanent).then(|| url.to_string());
                    return Ok(Reached::Document(response, url, forever));
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
        meter: &Meter<'_>,
    ) -> Result<Response, Refusal> {
        let mut headers = HeaderMap::new();
        validators.send(&mut headers);
        let http = if is_loopback(&host_of(url.as_str())) {
            &self.local
        } else {
            &self.http
        };
        let mut request = http.get(url.clone()).headers(headers.clone());
        if let Some((name, password)) = secrets
            && (!name.is_empty() || password.is_some())
        {
            request = request.basic_auth(decoded(name), password.as_deref().map(decoded));
        }
        let host = url.host_str().unwrap_or_default();
        match timeout(self.settings.idle, request.send()).await {
            Ok(Ok(response)) => {
                meter.note(&headers, &response);
                Ok(response)
            }
            Ok(Err(error)) => Err(self.plainly(error::of_request(&error, host)).into()),
            Err(_) => Err(silent(host, self.settings.idle)),
        }
    }

    /// What is wrong with every certificate is not the fault of one.
    fn plainly(&self, failure: Failure) -> Failure {
        if self.rootless && failure.kind == FailureKind::Tls {
            return error::rootless();
        }
        failure
    }

    async fn document(
        &self,
        response: Response,
        url: &Url,
        now: Timestamp,
        meter: (Instant, &Count),
    ) -> Result<Fetched, Refusal> {
        let validators = Validators::of(response.headers());
        let max_age = headers::max_age(response.headers(), now);
        let content_type = response
            .headers()
            .get(CONTENT_TYPE)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let links = headers::links(response.headers());
        let body = receive(response, &self.settings, &self.rooms, meter).await?;
        Ok(Fetched {
            answer: Answer::New(Document {
                bytes: body.bytes,
                content_type,
                url: url.to_string(),
                cut: body.cut,
                room: body.room,
                links,
            }),
            validators,
            max_age,
            permanent: None,
            wire: Wire::default(),
        })
    }
}

impl Fetched {
    fn moved_to(mut self, url: Option<String>) -> Fetched {
        self.permanent = url;
        self
    }
}

/// A client, and whether it has to do without root certificates: over plain HTTP it can, and over HTTPS it says what is missing.
fn build(builder: impl Fn() -> reqwest::ClientBuilder) -> Result<(reqwest::Client, bool), Trouble> {
    builder()
        .build()
        .map(|client| (client, false))
        .or_else(|_| {
            let rootless = builder().tls_certs_only([]).build();
            rootless.map(|client| (client, true))
        })
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
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(UNDERSTOOD));
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
        wire: Wire::default(),
    }
}

fn refused(code: u16, headers: &HeaderMap, now: Timestamp) -> Refusal {
    let challenged = headers
        .get("cf-mitigated")
        .is_some_and(|value| value.as_bytes() == b"challenge");
    Refusal {
        failure: error::status(code, challenged),
        pause: Pause::of(headers, now),
        wire: Wire::default(),
    }
}
