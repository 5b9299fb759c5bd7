//! Rules of a file, and their mistakes.

use crate::config::{Config, print_deeds};

fn said(text: &str) -> (Vec<String>, Vec<String>) {
    let (config, problems) = Config::parse(text);
    let rules = config.rules.iter().map(|rule| {
        format!(
            "{}: {} -> {}",
            rule.line,
            rule.when,
            print_deeds(&rule.deeds)
        )
    });
    let told = problems
        .iter()
        .map(|it| format!("{it} ({})", it.hint.as_deref().unwrap_or("-")));
    (rules.collect(), told.collect())
}

#[test]
fn rules_are_read_in_their_order() {
    let text = "measure = 70\n\n[[rule]]\nname = \"press\"\nwhen = 'title:/^press/ OR author:newswire'\ndo = [\"hide\", \"mark read\"]\n\n\
         [[rule]]\nname = \"kernel\"\nwhen = \"kernel\"\ndo = \"tag kernel\"\nenabled = false\n";
    let (rules, told) = said(text);
    assert_eq!(told, [""; 0]);
    assert_eq!(
        rules,
        [
            "3: title:/^press/ OR author:newswire -> hide, mark read",
            "8: kernel -> tag kernel"
        ]
    );
    assert!(!Config::parse(text).0.rules[1].enabled);
}

#[test]
fn a_broken_rule_is_told_where_it_is_and_the_others_work() {
    let good = "\n[[rule]]\nname = \"good\"\nwhen = \"x\"\ndo = \"hide\"\n";
    let cases = [
        (
            "name = \"a\"\nwhen = 'rust fed:lwn'\ndo = \"hide\"",
            "config.toml:3:14 unknown field `fed` (did you mean `feed:`)",
        ),
        (
            "name = \"a\"\nwhen = \"龙 \\\"open\"\ndo = \"hide\"",
            "config.toml:3:8 the quote is not closed at column 3 of the query (put a `\"` at its end)",
        ),
        (
            "name = \"a\"\nwhen = \"x\"\ndo = [\"hide\", \"hid\"]",
            "config.toml:4:15 nothing a rule can do: `hid` (did you mean `hide`)",
        ),
        (
            "name = \"a\"\nwhen = \"x\"",
            "config.toml:1:1 the rule does nothing (as in do = [\"hide\", \"mark read\"])",
        ),
        (
            "when = \"x\"\ndo = \"hide\"",
            "config.toml:1:1 a rule needs a name (as in \"press releases\")",
        ),
        (
            "name = \"a\"\nwhen = \"\"\ndo = \"hide\"",
            "config.toml:3:8 the rule finds nothing: its `when` is empty (as in when = 'title:/^press release/'; \"*\" has no meaning here)",
        ),
        (
            "name = \"good\"\nwhen = \"y\"\ndo = \"hide\"",
            "config.toml:6:1 a rule `good` is here already, in line 1 (the first one holds)",
        ),
        (
            "name = \"a\"\nwhen = \"x\"\ndo = \"hide\"\nwhem = 1",
            "config.toml:5:1 unknown option `whem` (did you mean `when`)",
        ),
    ];
    for (rule, expect) in cases {
        let (rules, told) = said(&format!("[[rule]]\n{rule}\n{good}"));
        assert_eq!(told, [expect], "{rule}");
        assert!(rules.iter().any(|rule| rule.ends_with("hide")), "{rules:?}");
    }
    assert_eq!(said("rule = 3").1.len(), 1);
}
