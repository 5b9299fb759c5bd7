//! What a `[[feed]]` says to its server beside what all are told: `headers`, `user_agent`, `password_command`.
//!
//! Invariant: no value of a header is in a problem: it may be a secret.

use toml::de::DeValue;
use toml_edit::{InlineTable, Table, value};

use crate::config::put::put;
use crate::config::sheet::{Sheet, Value, in_order};
use crate::model::{Greeting, Secret};

/// Reads one of the three keys.
pub fn read(sheet: &mut Sheet<'_>, key: &str, value: &Value<'_>, greeting: &mut Greeting) {
    match (key, value.get_ref()) {
        ("headers", DeValue::Table(_)) => read_headers(sheet, value, greeting),
        ("headers", _) => {
            let what = "`headers` must be a table: { \"X-Key\" = \"…\" }";
            sheet.problem(value.span().start, what, Some("left out".into()));
        }
        ("user_agent", DeValue::String(name)) if is_sendable(name) && !name.trim().is_empty() => {
            greeting.user_agent = Some(name.trim().to_string());
        }
        ("password_command", DeValue::String(command)) if !command.trim().is_empty() => {
            greeting.password_command = Some(command.trim().to_string());
        }
        _ => sheet.left_out(key, value, "a text in quotes"),
    }
}

fn read_headers(sheet: &mut Sheet<'_>, value: &Value<'_>, greeting: &mut Greeting) {
    let DeValue::Table(table) = value.get_ref() else {
        return;
    };
    for (name, at, value) in in_order(table) {
        let text = value.get_ref().as_str().filter(|text| is_sendable(text));
        let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
        match text {
            _ if !Greeting::may_name(name) => {
                let what = format!("`{shown}` is no header that can be set here");
                sheet.problem(at, what, Some("left out".into()));
            }
            Some(text) => {
                greeting.headers.insert(name.to_string(), Secret::new(text));
            }
            None => {
                let what = format!("the header `{shown}` must be a text of one line");
                sheet.problem(at, what, Some("left out".into()));
            }
        }
    }
}

/// Whether a text can be the value of a header (RFC 9110, 5.5).
fn is_sendable(text: &str) -> bool {
    text.chars().all(|c| c == '\t' || !c.is_control())
}

/// Makes a `[[feed]]` that said `old` say `new`.
pub fn change(table: &mut Table, old: &Greeting, new: &Greeting) {
    if old.headers != new.headers {
        let pairs = new.headers.iter();
        let headers: InlineTable = pairs
            .map(|(name, text)| (name.as_str(), text.reveal()))
            .collect();
        put(
            table,
            "headers",
            (!headers.is_empty()).then(|| value(headers)),
        );
    }
    if old.user_agent != new.user_agent {
        put(table, "user_agent", new.user_agent.as_deref().map(value));
    }
    if old.password_command != new.password_command {
        let command = new.password_command.as_deref().map(value);
        put(table, "password_command", command);
    }
}
