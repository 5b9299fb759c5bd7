//! Whole pages, and laws for any page. The portal pages of the field stand in `tests/data/pages` and are read by `tests/it`.

use proptest::prelude::*;

use crate::article::extract::extract;

#[test]
fn a_page_with_everything_around_it_is_its_article() {
    let told = "A sentence of the article that says something new. ".repeat(6);
    let page = format!(
        "<html lang=en><title>The headline | The Paper</title><meta property=og:site_name content='The Paper'>\
        <nav><a href=/>Home</a></nav><article><h1>The headline</h1><div class=byline>By Ada Lindqvist</div>\
        <time datetime=2026-11-24T08:00:00Z>today</time><div class=share-bar><a href=x>Share</a></div>\
        <div class=article-body><p>First. {told}</p><figure><img src=a.jpg alt=a><figcaption>A caption</figcaption></figure>\
        <p>Last. {told}</p><p>Read more: <a href=/b>Another</a></p></div></article><footer>© 2026</footer>"
    );
    let found = extract(&page, Some("https://paper.example/a"), None).unwrap();
    assert_eq!(found.title, "The headline");
    assert_eq!(found.byline.as_deref(), Some("Ada Lindqvist"));
    assert_eq!(found.published.as_deref(), Some("2026-11-24T08:00:00Z"));
    assert_eq!(found.site.as_deref(), Some("The Paper"));
    assert_eq!(found.language.as_deref(), Some("en"));
    assert!(found.text.starts_with("First. "));
    assert!(found.text.contains("A caption"));
    assert!(found.text.trim_end().ends_with("new."));
    assert!(found.html.contains("src=\"https://paper.example/a.jpg\""));
    for gone in ["Share", "Another", "©", "Home", "Lindqvist"] {
        assert!(!found.text.contains(gone), "{gone}");
    }
}

#[test]
fn huge_and_deep_pages_are_bounded() {
    let rows = format!("<table>{}</table>", "<tr><td>a<td>b".repeat(4_000));
    let deep = format!(
        "{}<p>{}</p>",
        "<div>".repeat(10_000),
        "words here. ".repeat(60)
    );
    let open = "<b><p>words here. ".repeat(800);
    let word = format!("<p>{}</p>", "x".repeat(1 << 20));
    for page in [rows, deep, open, word] {
        let _ = extract(&page, Some("https://a.example/"), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_page_makes_it_fail(pieces in prop::collection::vec(piece(), 0..60)) {
        let page = pieces.concat();
        if let Ok(found) = extract(&page, Some("https://a.example/"), None) {
            let is_clean = |text: &str| text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t');
            prop_assert!(is_clean(&found.text));
            prop_assert!(is_clean(&found.html));
            prop_assert!(!found.html.contains("<script"));
        }
    }
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ]{0,200}",
        "[\\x00-\\x7f]{0,40}",
        "\\PC{0,40}",
        prop::sample::select(vec![
            "<p>",
            "</p>",
            "<div class=share>",
            "</div>",
            "<article>",
            "</article>",
            "<table><tr><td>",
            "<script>x</script>",
            "<b>",
            "<a href=x>",
            "</a>",
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\"}</script>",
            "<h1>",
            "<ul><li>",
            "<noscript><img src=x></noscript>",
            "<!--",
            "-->",
            "<svg>",
            "<form>",
            "<div class=entry-content>",
            "\u{202e}",
        ])
        .prop_map(str::to_owned),
    ]
}
