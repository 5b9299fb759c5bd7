//! One request of a job that is no refresh, with all the manners of one.
//!
//! Invariant: a host that asked for a pause is not asked, and one that asks for it now gets it, from every other job, too.

use std::time::Duration;

use crate::fetch::{Fetched, Haste, Listener, Manners, Pause, Refusal, gap_of, hold, host_of};
use crate::jobs::context::Context;
use crate::jobs::source::{Source, obtain};
use crate::model::{FailureKind, Reason, Timestamp, Trouble, Why};
use crate::store::HostPause;

/// What came of it.
pub enum Asked {
    /// An answer, or a reason for none.
    Answered(Box<Result<Fetched, Refusal>>),
    /// The host, or one that it led to, wants to be left alone.
    LeftAlone(HostPause),
}

/// How a single request differs from the others.
#[derive(Clone, Copy, Default)]
pub struct Aside<'a> {
    /// Who hears of every single answer.
    pub on_hop: Option<Listener<'a>>,
    /// Ask even a host that wants to be left alone: only where a person says so, once.
    pub in_spite: bool,
    /// Whether somebody waits.
    pub haste: Haste,
}

/// Asks once, in the host's turn. `Trouble` is only what keeps byline from asking at all.
pub async fn ask_once(context: &Context, wanted: Source) -> Result<Asked, Trouble> {
    ask_aside(context, wanted, Aside::default()).await
}

/// The same, as somebody wishes it.
pub async fn ask_aside(
    context: &Context,
    wanted: Source,
    aside: Aside<'_>,
) -> Result<Asked, Trouble> {
    let client = context.client()?;
    let host = host_of(&wanted.request.url);
    let (pauses, now) = (context.store.host_pauses().await?, context.now());
    let pause_of = |host: &str| pauses.iter().find(|pause| pause.host == host);
    let is_shut = |host: &str| {
        let pause = pause_of(host).filter(|pause| pause.until > now);
        pause.filter(|_| !aside.in_spite)
    };
    if let Some(pause) = is_shut(&host) {
        return Ok(Asked::LeftAlone(pause.clone()));
    }
    let configured = context.config().refresh.per_host_gap;
    let gap = u64::try_from(gap_of(&host, configured)).unwrap_or(0);
    let hosts = context.hosts();
    let turn = hosts.turn(&host, Duration::from_millis(gap), aside.haste);
    let turn = turn
        .await
        .ok_or_else(|| Trouble::plain("the program is ending"))?;
    let manners = Manners {
        hosts,
        gap: configured,
        haste: aside.haste,
        paused: &|host| is_shut(host).is_some(),
        on_hop: aside.on_hop,
    };
    let answer = obtain(context, &client, wanted, manners, turn)
        .await
        .outcome;
    if let Err(refusal) = &answer {
        match (refusal.failure.kind, pause_of(&refusal.host)) {
            (_, Some(pause)) if refusal.shut => return Ok(Asked::LeftAlone(pause.clone())),
            (FailureKind::Status(code @ (429 | 503)), known) => {
                let known = known.map_or(0, |pause| pause.times);
                context
                    .store
                    .pause_host(pause(refusal, code, known, now))
                    .await?;
            }
            _ => {}
        }
    }
    Ok(Asked::Answered(Box::new(answer)))
}

/// The pause that a host asked for, `known` times before.
fn pause(refusal: &Refusal, code: u16, known: u32, now: Timestamp) -> HostPause {
    let times = known.saturating_add(1);
    let wait = hold(refusal.pause, times);
    let said = refusal.pause != Pause::Unsaid;
    HostPause {
        host: refusal.host.clone(),
        until: now.plus(wait),
        times,
        reason: Reason::from(Why::Held { code, wait, said }).to_string(),
    }
}
