//! `byline config`: where the files are, whether they are right, what holds.

use std::path::Path;

use serde_json::json;

use crate::cli::args::{ConfigWhat, Globals};
use crate::cli::output::{Output, Stop, tell, tell_problem};
use crate::cli::session::folders;
use crate::config::{Problem, Subscriptions, settled};
use crate::jobs;
use crate::system::{self, Paths};

/// Runs the command. Nothing is opened but the files themselves.
pub fn config(what: ConfigWhat, globals: &Globals, out: &mut Output) -> Result<(), Stop> {
    let paths = folders(globals)?;
    match what {
        ConfigWhat::Path => path(&paths, out),
        ConfigWhat::Check => check(&paths, out),
        ConfigWhat::Show => show(&paths, out),
    }
}

fn path(paths: &Paths, out: &mut Output) -> Result<(), Stop> {
    let places = [
        ("config", paths.config_file()),
        ("keys", paths.keys_file()),
        ("feeds", paths.feeds_file()),
        ("themes", paths.config.join("themes")),
        ("rules", paths.rules()),
        ("database", paths.database()),
        ("cache", paths.cache.clone()),
        ("log", paths.log_file()),
    ];
    if out.json {
        let places = places
            .iter()
            .map(|(name, path)| ((*name).to_string(), json!(path.display().to_string())));
        return out.value(serde_json::Value::Object(places.collect()));
    }
    for (name, path) in places {
        out.line(&format!("{name:<9} {}", path.display()))?;
    }
    Ok(())
}

fn check(paths: &Paths, out: &mut Output) -> Result<(), Stop> {
    let (_, mut problems) = jobs::settings(paths);
    problems.extend(feeds(&paths.feeds_file()));
    problems.extend(jobs::rule_problems(paths));
    if out.json {
        let list: Vec<_> = problems.iter().map(problem_json).collect();
        out.value(json!({"problems": list}))?;
    } else {
        problems.iter().for_each(tell_error_at);
    }
    if !problems.is_empty() {
        return Err(Stop::Said);
    }
    if !out.json {
        out.line("all files are right")?;
    }
    Ok(())
}

fn feeds(path: &Path) -> Vec<Problem> {
    match system::load(path) {
        Ok(text) => Subscriptions::parse(&text.unwrap_or_default()).1,
        Err(unloaded) => vec![jobs::problem("feeds.toml", unloaded)],
    }
}

fn problem_json(problem: &Problem) -> serde_json::Value {
    json!({
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "error": problem.what,
        "hint": problem.hint,
    })
}

fn tell_error_at(problem: &Problem) {
    tell(&format!("error: {problem}"));
    if let Some(hint) = &problem.hint {
        tell(&format!("hint: {hint}"));
    }
}

fn show(paths: &Paths, out: &mut Output) -> Result<(), Stop> {
    // One that cannot be loaded is among the problems, and the shipped values hold.
    let text = system::load(&paths.config_file()).ok().flatten();
    let (config, problems) = jobs::settings(paths);
    problems.iter().for_each(tell_problem);
    out.line(settled(&text.unwrap_or_default(), &config).trim_end())
}
