//! Rules as the reader edits them: what one would have found, and their lines in `config.toml`.

use crate::config::{RuleEdit, edit_rules};
use crate::jobs::configure::configure;
use crate::jobs::context::Context;
use crate::model::{Act, RulePreview, Trouble};
use crate::query;

/// Days that a preview looks back, in milliseconds.
const LOOKED_BACK: i64 = 30 * 86_400_000;

/// What a rule with this query would have found in the last 30 days.
pub async fn preview_rule(context: &Context, when: &str) -> Result<RulePreview, Trouble> {
    let now = context.now();
    let parsed = query::parse(when, now, &context.zone).map_err(|error| Trouble {
        what: format!("column {}: {}", error.column, error.what),
        hint: error.hint,
    })?;
    let store = &context.store;
    let preview = store.preview(query::as_it_comes(&parsed), now.plus(-LOOKED_BACK));
    Ok(preview.await?)
}

/// Changes the rules of `config.toml`: an act, which undo takes back.
pub async fn edit_rule(context: &Context, edit: &RuleEdit) -> Result<Act, Trouble> {
    configure(context, edit.told(), |draft| edit_rules(draft, edit)).await
}
