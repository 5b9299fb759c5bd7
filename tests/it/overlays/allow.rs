//! The question whether a feed's program may run: the whole of its command is read before a yes is given.

use byline::model::Subscription;

use crate::desk::{Desk, Sample, entry, feed};

/// One feed that a program prints, piped through another.
fn sample(command: &str) -> Vec<Sample> {
    let mut sample = feed("", "Tides").entries([entry("High water", 5)]);
    sample.subscription = Subscription {
        title: Some("Tides of Skye".to_string()),
        filter: Some("sed s/http:/https:/".to_string()),
        ..Subscription::new(command)
    };
    vec![sample]
}

#[test]
fn the_command_is_shown_before_it_is_allowed() {
    for (width, height) in [(80, 24), (60, 20)] {
        let mut desk =
            Desk::new(width, height).with(&sample("exec:tides --harbour 'Port Righ' --days 3"));
        let shown = desk.press("g p").shows();
        insta::assert_snapshot!(format!("allow_{width}x{height}"), shown);
    }
}

#[test]
fn a_command_that_cannot_be_seen_whole_is_not_asked_about() {
    let hidden = "sed \u{202e}s/a/b/".to_string();
    let long = format!("sed {}", "-e s/a/b/ ".repeat(400));
    for (filter, said) in [(hidden, "edit it first"), (long, "`byline allow` shows it")] {
        let mut samples = sample("https://tides.example/feed");
        samples[0].subscription.filter = Some(filter);
        let mut desk = Desk::new(80, 24).with(&samples);
        let status = desk.press("g p").status();
        assert!(status.contains(said), "{status}");
    }
}
