//! Smart feeds made, changed and dropped: acts on `config.toml`.
//!
//! Invariant: no act leaves a smart feed that could not be asked, or two of one name.

use crate::config::{Draft, SMART_FEEDS, smart_feed_name};
use crate::jobs::configure::configure;
use crate::jobs::context::Context;
use crate::jobs::searched::parsed;
use crate::model::{Act, Trouble};
use crate::text;

/// Makes a smart feed, the last of them.
pub async fn make(context: &Context, name: &str, query: &str) -> Result<Act, Trouble> {
    let (name, query) = (sound_name(name)?, sound_query(context, query)?);
    configure(context, format!("made the smart feed {name}"), |draft| {
        refuse_taken(draft, name)?;
        set(draft, name, query)
    })
    .await
}

/// Gives a smart feed another name, another query, or both; it stays where it stands.
pub async fn edit(
    context: &Context,
    name: &str,
    (new_name, query): (&str, &str),
) -> Result<Act, Trouble> {
    let (new_name, query) = (sound_name(new_name)?, sound_query(context, query)?);
    let sentence = if name == new_name {
        format!("changed the smart feed {name}")
    } else {
        format!("renamed the smart feed {name} to {new_name}")
    };
    configure(context, sentence, |draft| {
        if name != new_name {
            refuse_taken_but(draft, new_name, name)?;
            if !draft.rename(SMART_FEEDS, name, new_name) {
                return Err(missing(name));
            }
        } else if draft.text(SMART_FEEDS, name).is_none() {
            return Err(missing(name));
        }
        if draft.text(SMART_FEEDS, new_name) == Some(query) {
            return Ok(());
        }
        set(draft, new_name, query)
    })
    .await
}

/// Drops a smart feed; its entries are none of its own.
pub async fn drop(context: &Context, name: &str) -> Result<Act, Trouble> {
    configure(context, format!("dropped the smart feed {name}"), |draft| {
        if draft.remove(SMART_FEEDS, name) {
            Ok(())
        } else {
            Err(missing(name))
        }
    })
    .await
}

fn set(draft: &mut Draft, name: &str, query: &str) -> Result<(), Trouble> {
    if draft.set(SMART_FEEDS, name, query) {
        return Ok(());
    }
    Err(Trouble::new(
        "`smart_feeds` in `config.toml` is no section",
        "write it as [smart_feeds]: `g e` opens the file",
    ))
}

fn refuse_taken(draft: &Draft, name: &str) -> Result<(), Trouble> {
    refuse_taken_but(draft, name, "")
}

fn refuse_taken_but(draft: &Draft, name: &str, own: &str) -> Result<(), Trouble> {
    let wanted = text::fold(name);
    let names = draft.names(SMART_FEEDS);
    match names
        .iter()
        .find(|other| *other != own && text::fold(other) == wanted)
    {
        Some(taken) => Err(Trouble::new(
            format!("there is a smart feed `{taken}` already"),
            "take another name",
        )),
        None => Ok(()),
    }
}

fn sound_name(name: &str) -> Result<&str, Trouble> {
    let name = name.trim();
    smart_feed_name(name).map_err(|(what, hint)| Trouble::new(what, hint))?;
    Ok(name)
}

fn sound_query<'q>(context: &Context, query: &'q str) -> Result<&'q str, Trouble> {
    let query = query.trim();
    if query.is_empty() {
        return Err(Trouble::new(
            "a smart feed without a query",
            "as in `rust since:1w`",
        ));
    }
    parsed(context, query)?;
    Ok(query)
}

fn missing(name: &str) -> Trouble {
    Trouble::new(
        format!("`config.toml` has no smart feed `{name}`"),
        "it may have been edited meanwhile",
    )
}
