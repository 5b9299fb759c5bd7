//! A tag renamed, or two made one, everywhere: on entries and bookmarks, in `feeds.toml`, in the queries of smart feeds, and its colour. One act.

use crate::config::{Config, Draft, SMART_FEEDS, TAGS};
use crate::jobs::context::Context;
use crate::jobs::step::{Edit, set};
use crate::jobs::subscriptions::{Keep, edit_both, known};
use crate::model::{Act, ActKind, Trouble};
use crate::query;
use crate::store::Retag;
use crate::text::fold;

/// Gives a tag another name. Case does not count in the old one; where there is a tag of the new name, the two become one.
pub async fn rename_tag(context: &Context, from: &str, to: &str) -> Result<Act, Trouble> {
    let (from, to) = (from.trim(), to.trim());
    if from.is_empty() || to.is_empty() {
        return Err(Trouble::new("a tag without a name", "type one"));
    }
    let rows = known(context).await?;
    let is_from = |tag: &String| fold(tag) == fold(from);
    let mut spellings = context.store.spellings(from.to_string()).await?;
    let is_on_feeds = rows.iter().any(|row| row.tags.iter().any(is_from));
    if spellings.is_empty() && !is_on_feeds {
        return Err(Trouble::new(
            format!("nothing has the tag `{from}`"),
            "`t` puts tags on entries and feeds",
        ));
    }
    let (to, is_merge) = target(context, (from, to), &rows).await?;
    spellings.retain(|spelling| *spelling != to);
    let subject = if is_merge {
        format!("merged the tag {from} into {to}")
    } else {
        format!("renamed the tag {from} to {to}")
    };
    let draft = is_named(&context.config(), from).then_some(|draft: &mut Draft| {
        rename_in_config(draft, from, &to);
        Ok(())
    });
    edit_both(
        context,
        Keep::Always,
        |file| {
            let mut steps = Vec::new();
            for before in file.list() {
                if !before.tags.iter().any(is_from) {
                    continue;
                }
                let Some(row) = rows.iter().find(|row| row.url == before.url) else {
                    continue;
                };
                let mut after = before.clone();
                after.tags = renamed(&before.tags, from, &to);
                steps.extend(set(file, row.id, &before, after));
            }
            Ok(Edit {
                retag: Some(Retag {
                    from: spellings,
                    to: to.clone(),
                }),
                ..Edit::new(ActKind::Retag, subject, steps)
            })
        },
        draft,
    )
    .await
}

/// The new name, as it is written already if there is such a tag, and whether there is.
async fn target(
    context: &Context,
    (from, to): (&str, &str),
    rows: &[crate::model::FeedRow],
) -> Result<(String, bool), Trouble> {
    if fold(from) == fold(to) {
        return Ok((to.to_string(), false));
    }
    let on_entries = context.store.spellings(to.to_string()).await?;
    let on_feeds = rows.iter().flat_map(|row| &row.tags);
    let mut there = on_entries.iter().chain(on_feeds);
    let there = there.find(|tag| fold(tag) == fold(to));
    Ok(match there {
        Some(tag) => (tag.clone(), true),
        None => (to.to_string(), false),
    })
}

/// Tags with one of them renamed, each once, in their order.
fn renamed(tags: &[String], from: &str, to: &str) -> Vec<String> {
    let mut renamed: Vec<String> = Vec::new();
    for tag in tags {
        let tag = if fold(tag) == fold(from) { to } else { tag };
        if !renamed.iter().any(|known| known == tag) {
            renamed.push(tag.to_string());
        }
    }
    renamed
}

/// Whether `config.toml` says anything of a tag.
fn is_named(config: &Config, tag: &str) -> bool {
    let has_colour = config.tags.iter().any(|(name, _)| fold(name) == fold(tag));
    let mut queries = config.smart_feeds.iter().map(|feed| &feed.query);
    has_colour || queries.any(|query| in_query(query, tag, tag).is_some())
}

fn rename_in_config(draft: &mut Draft, from: &str, to: &str) {
    for name in draft.names(TAGS) {
        if fold(&name) != fold(from) {
            continue;
        }
        let taken = draft
            .names(TAGS)
            .iter()
            .any(|it| it != &name && fold(it) == fold(to));
        if taken {
            draft.remove(TAGS, &name);
        } else {
            draft.rename(TAGS, &name, to);
        }
    }
    for name in draft.names(SMART_FEEDS) {
        let query = draft.text(SMART_FEEDS, &name);
        if let Some(query) = query.and_then(|query| in_query(query, from, to)) {
            draft.set(SMART_FEEDS, &name, &query);
        }
    }
}

/// A query with a tag renamed in it, to the letter otherwise: dates stay as they are written. `None` when it does not name the tag.
fn in_query(query: &str, from: &str, to: &str) -> Option<String> {
    const FIELD: &str = "tag:";
    let quoted = query::print(&query::Query::Term(query::Term::Tag(to.to_string())));
    let (mut done, mut rest, mut found) = (String::new(), query, false);
    while let Some(at) = rest.to_ascii_lowercase().find(FIELD) {
        let (head, tail) = rest.split_at_checked(at)?;
        let (field, value) = tail.split_at_checked(FIELD.len())?;
        let length = match value.strip_prefix('"') {
            Some(inner) => inner.find('"').map_or(value.len(), |end| end + 2),
            None => value
                .find(|c: char| c.is_whitespace() || c == '(' || c == ')')
                .unwrap_or(value.len()),
        };
        let (word, after) = value.split_at_checked(length)?;
        done.push_str(head);
        let is_field = done.matches('"').count() % 2 == 0
            && done
                .chars()
                .next_back()
                .is_none_or(|c| !c.is_alphanumeric());
        let bare = word.trim_matches('"').trim().trim_start_matches('#');
        if is_field && fold(bare) == fold(from) {
            done.push_str(&quoted);
            found = true;
        } else {
            done.push_str(field);
            done.push_str(word);
        }
        rest = after;
    }
    done.push_str(rest);
    found.then_some(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_renamed_in_a_query_and_nothing_else_is() {
        let cases = [
            ("tag:kernel since:1w", Some("tag:linux since:1w")),
            (
                "-tag:\"Kernel\" (a OR Tag:kernel)",
                Some("-tag:linux (a OR tag:linux)"),
            ),
            ("tag:#kernel", Some("tag:linux")),
            ("tag:kernels kernel \"see tag:kernel\"", None),
            ("vintag:kernel", None),
            ("", None),
        ];
        for (query, expect) in cases {
            assert_eq!(
                in_query(query, "kernel", "linux").as_deref(),
                expect,
                "{query}"
            );
        }
        let spaced = in_query("tag:kernel", "kernel", "to share");
        assert_eq!(spaced.as_deref(), Some("tag:\"to share\""));
    }

    #[test]
    fn a_renamed_tag_stands_once() {
        let tags = ["a".to_string(), "B".into(), "c".into(), "b".into()];
        assert_eq!(renamed(&tags, "b", "c"), ["a", "c"]);
        assert_eq!(renamed(&tags, "b", "x"), ["a", "x", "c"]);
    }
}
