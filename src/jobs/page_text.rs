//! The article behind an address: its page fetched politely, the reader's rules tried first, and the article's further pages added.
//!
//! Invariants: at most `MOST_PAGES` requests and `LONGEST` bytes for one article; what a page names lies no nearer to the reader than the
//! feed that named the page; nothing is written down here.

use std::collections::HashSet;
use std::path::Path;

use url::Url;

use crate::article::{self, Extraction, NoArticle};
use crate::fetch::{Answer, Document, Fetched, Haste, Refusal, Request, Wants, host_of};
use crate::jobs::aside::aside;
use crate::jobs::ask::{Aside, Asked, ask_aside};
use crate::jobs::context::Context;
use crate::jobs::offline::is_unreached;
use crate::jobs::site_rules::rules_for;
use crate::jobs::source::Source;
use crate::model::{FailureKind, NoText, PageFacts, PageText, Trouble, Wanting};
use crate::parse;

/// Pages of one article, those that only lead to it among them.
const MOST_PAGES: u32 = 10;
/// Bytes of HTML that are kept of one article.
const LONGEST: usize = 2 << 20;
/// A feed that gives more text than this may give more than its page.
const MUCH: usize = 1_000;

/// Why no article came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missed {
    /// Its page says so, or its server; `later`: another time it may be otherwise.
    Lacks {
        /// To be kept with the entry.
        why: NoText,
        /// Whether it is worth another try by itself.
        later: bool,
        /// The title that the page gives itself all the same.
        title: Option<String>,
    },
    /// Nothing was learnt of it: the network is down, or a host wants to be left alone. In words.
    Left(String),
}

/// How the page is asked for.
pub struct Errand<'a> {
    /// What jobs stand on.
    pub context: &'a Context,
    /// The entry and its page.
    pub wanting: &'a Wanting,
    /// Characters of its feed's own text, markup aside.
    pub own_text: usize,
    /// Whether somebody waits.
    pub haste: Haste,
    /// Who hears of each page, with how many there are by then.
    pub on_page: &'a (dyn Fn(u32) + Send + Sync),
}

/// A page as it was understood.
struct Page {
    url: Url,
    found: Result<Extraction, NoArticle>,
    /// As it calls itself, where no article is found in it.
    title: Option<String>,
    /// The whole article on one page, as the reader's rules say.
    single: Option<Url>,
    next: Option<Url>,
    instead: Option<Url>,
}

/// Whether a page begins an article or goes on with one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    First,
    Later,
}

/// An article as it grows.
struct Grown {
    first: Extraction,
    url: Url,
    html: String,
    characters: usize,
    pages: u32,
}

impl Errand<'_> {
    /// Does it. `Trouble` is only what keeps byline from asking anybody at all.
    pub async fn run(&self) -> Result<Result<PageText, Missed>, Trouble> {
        let Some(url) = web(&self.wanting.link) else {
            return Ok(Err(lacks("address", "it has no page on the web")));
        };
        let mut seen = HashSet::from([url.clone()]);
        let mut page = match self.page(&url, Part::First, &mut seen).await? {
            Ok(page) => page,
            Err(missed) => return Ok(Err(missed)),
        };
        if let Some(other) = elsewhere(&page).filter(|other| !seen.contains(other))
            && let Ok(whole) = self.page(&other, Part::First, &mut seen).await?
            && whole.found.is_ok()
        {
            page = whole;
        }
        let mut next = page.next.take();
        let mut grown = match page.found {
            Ok(first) => Grown {
                html: cut(&first.html),
                characters: first.text.chars().count(),
                url: page.url,
                pages: 1,
                first,
            },
            Err(why) => {
                let why = NoText {
                    sort: why.word().into(),
                    what: why.to_string(),
                };
                return Ok(Err(Missed::Lacks {
                    why,
                    later: false,
                    title: page.title,
                }));
            }
        };
        while let Some(url) = next.take().filter(|url| !seen.contains(url)) {
            if seen.len() as u32 >= MOST_PAGES {
                break;
            }
            match self.page(&url, Part::Later, &mut seen).await? {
                Ok(page) => {
                    if grown.takes(&page) {
                        next = page.next;
                    }
                }
                // Half an article is no full text: the whole is asked for again. A link that leads nowhere only says that this was all.
                Err(missed @ (Missed::Left(_) | Missed::Lacks { later: true, .. })) => {
                    return Ok(Err(missed));
                }
                Err(_) => {}
            }
        }
        Ok(self.judged(grown))
    }

    /// A page that has less than its feed is not what anybody asked for.
    fn judged(&self, grown: Grown) -> Result<PageText, Missed> {
        if self.own_text > MUCH && grown.characters * 2 < self.own_text {
            return Err(lacks("shorter", "the page shows less than the feed does"));
        }
        let first = grown.first;
        Ok(PageText {
            html: grown.html,
            url: grown.url.to_string(),
            facts: PageFacts {
                title: first.title,
                byline: first.byline,
                published: first.published,
                site: first.site,
                language: first.language,
                image: first.image,
                pages: (grown.pages > 1).then_some(grown.pages),
            },
        })
    }

    async fn page(
        &self,
        url: &Url,
        part: Part,
        seen: &mut HashSet<Url>,
    ) -> Result<Result<Page, Missed>, Trouble> {
        seen.insert(url.clone());
        let document = match self.get(url).await? {
            Ok(document) => document,
            Err(missed) => return Ok(Err(missed)),
        };
        (self.on_page)(seen.len() as u32);
        let rules = self.context.paths.rules();
        // Trees of large pages take room: few at a time.
        let parsers = std::sync::Arc::clone(&self.context.parsers);
        let permit = parsers.acquire_owned().await;
        let page = aside(move || {
            let _permit = permit;
            Ok(understood(&document, part, &rules))
        });
        Ok(page
            .await?
            .ok_or_else(|| lacks("address", "its page has no address")))
    }

    /// A page of the feed's own origin is asked for as the feed is: with the reader's name, password and headers. No other hears of them.
    fn source(&self, url: &Url) -> Source {
        let Wanting {
            feed_url: feed,
            greeting,
            ..
        } = self.wanting;
        let mut request = Request {
            url: url.to_string(),
            named_by: web(feed).map(|_| feed.clone()),
            user_agent: greeting.user_agent.clone(),
            wants: Wants::Page,
            ..Request::default()
        };
        let Some(feed) = web(feed).filter(|feed| feed.origin() == url.origin()) else {
            return Source {
                request,
                ..Source::default()
            };
        };
        if url.username().is_empty() && url.password().is_none() {
            request.url = with_name_of(&feed, url);
        }
        request.headers.clone_from(&greeting.headers);
        Source {
            request,
            password: greeting.password_command.clone(),
            ..Source::default()
        }
    }

    async fn get(&self, url: &Url) -> Result<Result<Document, Missed>, Trouble> {
        let wanted = self.source(url);
        let manners = Aside {
            haste: self.haste,
            ..Aside::default()
        };
        Ok(match ask_aside(self.context, wanted, manners).await? {
            Asked::LeftAlone(pause) => Err(Missed::Left(format!(
                "`{}` is left alone for now: {}",
                pause.host, pause.reason
            ))),
            Asked::Answered(answer) => match *answer {
                Ok(Fetched {
                    answer: Answer::New(document),
                    ..
                }) => came(document),
                Ok(_) => Err(lacks("empty", "the server sent nothing")),
                Err(refusal) => Err(missed(url, &refusal)),
            },
        })
    }
}

impl Grown {
    /// Adds a page; false when it has nothing more to say.
    fn takes(&mut self, page: &Page) -> bool {
        let Ok(more) = &page.found else {
            return false;
        };
        let is_new = !more.html.is_empty() && !self.html.contains(&more.html);
        if !is_new || self.html.len() + more.html.len() > LONGEST {
            return false;
        }
        self.html.push('\n');
        self.html.push_str(&more.html);
        self.characters += more.text.chars().count();
        self.pages += 1;
        true
    }
}

/// Where the whole article is, if this page is not it: as the reader's rules say, or another form of a page that shows nothing.
fn elsewhere(page: &Page) -> Option<Url> {
    let shell = matches!(page.found, Err(NoArticle::Empty | NoArticle::Unreadable));
    let instead = page.instead.clone().filter(|_| shell);
    page.single.clone().or(instead)
}

/// Decodes a page, and takes out of it what is needed. It may take its time.
fn understood(document: &Document, part: Part, rules: &Path) -> Option<Page> {
    let url = Url::parse(&document.url).ok()?;
    let source = parse::Source {
        url: Some(&document.url),
        content_type: document.content_type.as_deref(),
    };
    let html = parse::decode(&document.bytes, &source).text;
    let rules = rules_for(rules, url.host_str().unwrap_or_default());
    let html = match &rules {
        Some(rules) => rules.replaced(&html),
        None => html.into_owned(),
    };
    let address = Some(document.url.as_str());
    let found = match part {
        Part::First => article::extract(&html, address, rules.as_ref()),
        Part::Later => article::extract_more(&html, address, rules.as_ref()),
    };
    let title = match &found {
        Ok(_) => None,
        Err(_) => article::page_title(&html, address),
    };
    let further = article::further(&html, &url);
    let (single, next) = rules.map_or((None, None), |rules| rules.links(&html, &url));
    Some(Page {
        found,
        title,
        single: single.filter(|single| *single != url),
        next: next.or(further.next),
        instead: further.instead,
        url,
    })
}

/// A page that broke off in the middle is asked for again.
fn came(document: Document) -> Result<Document, Missed> {
    match document.cut {
        Some(failure) => Err(Missed::Lacks {
            why: NoText {
                sort: "network".into(),
                what: failure.what,
            },
            later: true,
            title: None,
        }),
        None => Ok(document),
    }
}

fn lacks(sort: &str, what: &str) -> Missed {
    Missed::Lacks {
        why: NoText {
            sort: sort.into(),
            what: what.into(),
        },
        later: false,
        title: None,
    }
}

fn missed(url: &Url, refusal: &Refusal) -> Missed {
    let failure = &refusal.failure;
    let host = match refusal.host.as_str() {
        "" => host_of(url.as_str()),
        host => host.to_string(),
    };
    let (sort, later) = match failure.kind {
        _ if is_unreached(&host, failure) => return Missed::Left(failure.what.clone()),
        FailureKind::Offline | FailureKind::Status(429 | 503) => {
            return Missed::Left(failure.what.clone());
        }
        FailureKind::Status(code) => (code.to_string(), code == 408 || code >= 500),
        FailureKind::NotFeed => ("other".into(), false),
        FailureKind::Private => ("private".into(), false),
        FailureKind::TooLarge => ("size".into(), false),
        FailureKind::Redirect => ("redirect".into(), false),
        FailureKind::Address => ("address".into(), false),
        FailureKind::Empty => ("empty".into(), true),
        _ => ("network".into(), true),
    };
    Missed::Lacks {
        why: NoText {
            sort,
            what: failure.what.clone(),
        },
        later,
        title: None,
    }
}

/// An address of the feed's origin with the name and password that stand in the feed's address.
fn with_name_of(feed: &Url, page: &Url) -> String {
    let mut url = page.clone();
    let is_named =
        url.set_username(feed.username()).is_ok() && url.set_password(feed.password()).is_ok();
    if is_named { url } else { page.clone() }.to_string()
}

fn web(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// The beginning of what is too long to be kept.
fn cut(html: &str) -> String {
    if html.len() <= LONGEST {
        return html.to_string();
    }
    let head = html.get(..html.floor_char_boundary(LONGEST));
    article::clean(head.unwrap_or_default(), None)
}
