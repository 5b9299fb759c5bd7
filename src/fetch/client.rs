//! One GET: conditional, compressed, redirects followed by hand, size and time bounded, each hop in its host's turn.
//!
//! Invariant: names, passwords and the reader's own headers go to the address's own origin alone, and nothing leads nearer to the reader
//! than where it began; no body is larger than the limit, counted after decompression.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{RequestBuilder, Response};
use url::{Origin, Url};

use crate::fetch::address::{address, host_of, is_loopback, strip, target};
use crate::fetch::body::{Rooms, Wants, receive, unwanted};
use crate::fetch::coding::Count;
use crate::fetch::conditional::Validators;
use crate::fetch::credentials::{Credentials, credentials};
use crate::fetch::error::{self, Refusal};
use crate::fetch::headers::{self, Pause};
use crate::fetch::hop::hop;
use crate::fetch::http::{Library, Need};
use crate::fetch::limits::Turn;
use crate::fetch::patience::Patience;
use crate::fetch::place::{Exceptions, Nearness};
use crate::fetch::policy::{gap_of, sparing};
use crate::fetch::request::{Answer, Document, Fetched, Manners, Request, Visit};
use crate::fetch::settings::{Proxying, Settings};
use crate::model::{FailureKind, Timestamp, Trouble, Wire};

/// Redirects followed for one request.
const MOST_HOPS: u32 = 10;

/// An HTTP client with its limits.
#[derive(Clone, Debug)]
pub struct Client {
    library: Library,
    settings: Arc<Settings>,
    exceptions: Exceptions,
    rooms: Rooms,
}

impl Client {
    /// A client. It is tried out at once, so that a proxy that is none is told before anything is asked.
    pub fn new(settings: &Settings) -> Result<Client, Trouble> {
        let settings = Arc::new(settings.clone());
        let client = Client {
            library: Library::new(Arc::clone(&settings)),
            exceptions: Exceptions::new(settings.private.iter().map(String::as_str)),
            rooms: Rooms::new(settings.max_body),
            settings,
        };
        client.library.client(Need {
            least: Nearness::World,
            direct: false,
        })?;
        Ok(client)
    }

    /// One conditional GET, redirects included, `now` being the time that dates in headers are told from. `turn` is the right to talk to
    /// the address's host.
    pub async fn fetch(
        &self,
        request: &Request,
        now: Timestamp,
        manners: Manners<'_>,
        turn: Turn,
    ) -> Visit {
        let mut walk = Walk {
            client: self,
            request,
            now,
            manners,
            patience: Patience::new(
                manners.hosts,
                turn,
                (self.settings.total, self.settings.idle),
            ),
            answered: Vec::new(),
            status: None,
            bytes: Count::default(),
        };
        let outcome = walk.go().await;
        let wire = walk.wire();
        Visit {
            outcome: match outcome {
                Ok(fetched) => Ok(Fetched { wire, ..fetched }),
                Err(refusal) => Err(Refusal { wire, ..refusal }),
            },
            answered: walk.answered,
            turn: walk.patience.turn,
        }
    }
}

/// One request on its way from host to host.
struct Walk<'a> {
    client: &'a Client,
    request: &'a Request,
    now: Timestamp,
    manners: Manners<'a>,
    patience: Patience<'a>,
    answered: Vec<String>,
    /// The last answer's.
    status: Option<u16>,
    bytes: Count,
}

/// What does not change from hop to hop.
struct Start {
    origin: Origin,
    credentials: Credentials,
    /// The nearest that it may lead to.
    least: Nearness,
}

/// Where it is, and how it came there.
struct Leg {
    url: Url,
    /// By redirects at all, and by none but permanent ones.
    moved: bool,
    permanent: bool,
}

impl Leg {
    /// The address to use from now on, if the server says so.
    fn forever(&self) -> Option<String> {
        (self.moved && self.permanent).then(|| self.url.to_string())
    }
}

impl Walk<'_> {
    async fn go(&mut self) -> Result<Fetched, Refusal> {
        let mut url = address(&self.request.url)?;
        let start = Start {
            origin: url.origin(),
            credentials: credentials(&url, self.request),
            least: self.least(&url)?,
        };
        strip(&mut url);
        let mut leg = Leg {
            url,
            moved: false,
            permanent: true,
        };
        for _ in 0..=MOST_HOPS {
            let host = host_of(leg.url.as_str());
            let step = self.step(&start, &leg).await;
            let step = step.map_err(|refusal| Refusal { host, ..refusal })?;
            match step {
                Step::On(next) => leg = next,
                Step::There(fetched) => return Ok(*fetched),
            }
        }
        Err(Refusal {
            answered: true,
            ..Refusal::new(
                FailureKind::Redirect,
                format!("more than {MOST_HOPS} redirects: it leads in a circle"),
                Some("open the site and look for the feed's address"),
            )
        })
    }

    /// From how near on it may lead: what a feed names lies no nearer than the feed.
    fn least(&self, url: &Url) -> Result<Nearness, Refusal> {
        let exceptions = &self.client.exceptions;
        Ok(match &self.request.named_by {
            Some(feed) => exceptions.least(&address(feed)?),
            None => exceptions.least(url),
        })
    }

    /// Asks one host.
    async fn step(&mut self, start: &Start, leg: &Leg) -> Result<Step, Refusal> {
        self.may_go(&leg.url, start.least)?;
        self.take_turn(&leg.url).await?;
        let known = self.known_at(&leg.url);
        let own = leg.url.origin() == start.origin;
        let response = self.get(start, leg, known, own).await?;
        let step = self.understand(response, leg, known).await;
        step.map_err(|refusal| Refusal {
            answered: true,
            ..refusal
        })
    }

    /// Whether the way leads nearer than it may. Names are judged when they are looked up.
    fn may_go(&self, url: &Url, least: Nearness) -> Result<(), Refusal> {
        let host = url.host_str().unwrap_or_default();
        match self.client.exceptions.nearness_of(url) {
            Some(near) if near >= least => Ok(()),
            Some(_) => Err(error::too_near(host, "a private address").into()),
            None => Err(Refusal::new(
                FailureKind::Address,
                format!("`{host}` is no address of a single host"),
                Some("check the address"),
            )),
        }
    }

    /// At a new host, its turn is waited for like any other; the one before is given back first.
    async fn take_turn(&mut self, url: &Url) -> Result<(), Refusal> {
        let host = host_of(url.as_str());
        let gate = |host: &str| sparing(host).map_or_else(|| host.to_string(), str::to_string);
        let before = self.answered.last().map(|url| host_of(url));
        if before.is_none_or(|before| gate(&before) == gate(&host)) {
            return Ok(());
        }
        self.patience.turn = None;
        let gap = u64::try_from(gap_of(&host, self.manners.gap)).unwrap_or(0);
        let turn = self
            .manners
            .hosts
            .turn(&host, Duration::from_millis(gap), self.manners.haste);
        self.patience.turn = self.patience.excused(turn).await;
        if (self.manners.paused)(&host) {
            return Err(Refusal {
                shut: true,
                ..Refusal::new(
                    FailureKind::Redirect,
                    format!("it leads to `{host}`, which asked to be left alone"),
                    None,
                )
            });
        }
        Ok(())
    }

    /// What is known, where it means something: to the origin that said it.
    fn known_at(&self, url: &Url) -> bool {
        let known = self.request.known_at.as_deref();
        let same = known.is_none_or(|known| {
            Url::parse(known).is_ok_and(|known| known.origin() == url.origin())
        });
        same && !self.request.validators.is_empty()
    }

    /// Waits for the head of an answer. A host that keeps silent for long lets others go first meanwhile.
    async fn get(
        &mut self,
        start: &Start,
        leg: &Leg,
        known: bool,
        own: bool,
    ) -> Result<Response, Refusal> {
        let host = leg.url.host_str().unwrap_or_default();
        let (request, sent) = self.prepared(start, leg, known, own)?;
        match self.patience.wait(host, true, request.send()).await? {
            Ok(response) => {
                self.note(leg, &sent, &response);
                Ok(response)
            }
            Err(error) => Err(error::of_request(&error, host).into()),
        }
    }

    fn note(&mut self, leg: &Leg, sent: &HeaderMap, response: &Response) {
        self.answered.push(leg.url.to_string());
        self.status = Some(response.status().as_u16());
        if let Some(on_hop) = self.manners.on_hop {
            on_hop(hop(sent, response));
        }
    }

    /// What it cost up to now. What we waited for others is nobody's cost.
    fn wire(&self) -> Wire {
        Wire {
            status: self.status,
            bytes: self.bytes.load(Ordering::Relaxed),
            millis: u32::try_from(self.patience.spent().as_millis()).unwrap_or(u32::MAX),
        }
    }

    fn prepared(
        &self,
        start: &Start,
        leg: &Leg,
        known: bool,
        own: bool,
    ) -> Result<(RequestBuilder, HeaderMap), Refusal> {
        let proxied = self.client.settings.proxy != Proxying::Direct;
        let need = Need {
            least: start.least,
            direct: proxied && is_loopback(&host_of(leg.url.as_str())),
        };
        let http = self.client.library.client(need).map_err(|trouble| {
            Refusal::new(FailureKind::Internal, trouble.what, trouble.hint.as_deref())
        })?;
        let mut headers = HeaderMap::new();
        if known {
            self.request.validators.send(&mut headers);
        }
        match self.request.wants {
            Wants::Page => headers::want_page(&mut headers),
            Wants::Picture { .. } => headers::want_picture(&mut headers),
            Wants::Anything | Wants::Feed => {}
        }
        headers::name_oneself(&mut headers, self.request.user_agent.as_deref());
        let told = headers.clone();
        if own {
            start.credentials.send(&mut headers);
        }
        Ok((http.get(leg.url.clone()).headers(headers), told))
    }

    async fn understand(
        &mut self,
        response: Response,
        leg: &Leg,
        known: bool,
    ) -> Result<Step, Refusal> {
        match response.status().as_u16() {
            code @ (301 | 302 | 303 | 307 | 308) => Ok(Step::On(Leg {
                url: target(&leg.url, response.headers())?,
                moved: true,
                permanent: leg.permanent && matches!(code, 301 | 308),
            })),
            304 if known => Ok(Step::There(Box::new(self.not_modified(&response, leg)))),
            200 | 203 | 226 => {
                let fetched = self.document(response, leg).await?;
                Ok(Step::There(Box::new(fetched)))
            }
            204 | 205 => Err(Refusal::new(
                FailureKind::Empty,
                "the server sent nothing",
                None,
            )),
            code => Err(refused(code, response.headers(), self.now)),
        }
    }

    fn not_modified(&self, response: &Response, leg: &Leg) -> Fetched {
        Fetched {
            answer: Answer::NotModified,
            url: leg.url.to_string(),
            validators: self.request.validators.refreshed(response.headers()),
            max_age: headers::max_age(response.headers(), self.now),
            permanent: leg.forever(),
            wire: Wire::default(),
        }
    }

    async fn document(&mut self, response: Response, leg: &Leg) -> Result<Fetched, Refusal> {
        let validators = Validators::of(response.headers());
        let max_age = headers::max_age(response.headers(), self.now);
        let content_type = response
            .headers()
            .get(CONTENT_TYPE)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let wants = self.request.wants;
        if let Some(other) = content_type.as_deref().filter(|_| wants == Wants::Page)
            && !headers::is_page(other)
        {
            let kind = other.split(';').next().unwrap_or_default().trim();
            return Err(unwanted(wants, &format!("`{kind}`")));
        }
        let links = headers::links(response.headers());
        let partial = response.status() == StatusCode::IM_USED;
        let Client {
            settings, rooms, ..
        } = self.client;
        let within = (settings.max_body, rooms);
        let body = receive(response, wants, within, &mut self.patience, &self.bytes).await?;
        Ok(Fetched {
            answer: Answer::New(Document {
                bytes: body.bytes,
                content_type,
                url: leg.url.to_string(),
                cut: body.cut,
                partial,
                room: body.room,
                links,
            }),
            url: leg.url.to_string(),
            validators,
            max_age,
            permanent: leg.forever(),
            wire: Wire::default(),
        })
    }
}

/// What came of one hop.
enum Step {
    On(Leg),
    There(Box<Fetched>),
}

fn refused(code: u16, headers: &HeaderMap, now: Timestamp) -> Refusal {
    let challenged = headers
        .get("cf-mitigated")
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"challenge"));
    Refusal {
        pause: Pause::of(headers, now),
        ..error::status(code, challenged).into()
    }
}
