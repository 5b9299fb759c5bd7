//! From HTML to lines: `cargo bench --bench article`. The promise is the first page of 1 MB within 50 ms.
//!
//! `only_parsing_it` and `only_setting_it` are the two halves of `whole_megabyte`; `plain_text_by_html2text` is what it is compared with.

use byline::article::{Head, colored, document, document_head, plain, strip, typeset};
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// 1 MB of paragraphs with links, headings and lists.
fn megabyte() -> String {
    let block = "<h2>What a nap is worth</h2><p>A scheduler has one answer to every question: <a href=\"https://example.org/a?utm_source=feed\">run something</a>, now. \
        For <em>thirty</em> years that was the right answer &amp; nobody asked.</p><ul><li>one <b>thing</b></li><li>another</li></ul><blockquote><p>Moving less.</p></blockquote>";
    block.repeat(1_000_000 / block.len() + 1)
}

#[divan::bench]
fn first_page_of_a_megabyte(bencher: divan::Bencher) {
    let html = megabyte();
    bencher.counter(BytesCount::of_str(&html)).bench(|| {
        typeset(&Head::default(), &document_head(&html, None), 80, 60)
            .lines
            .len()
    });
}

#[divan::bench]
fn whole_megabyte(bencher: divan::Bencher) {
    let html = megabyte();
    bencher.counter(BytesCount::of_str(&html)).bench(|| {
        typeset(&Head::default(), &document(&html, None), 80, usize::MAX)
            .lines
            .len()
    });
}

#[divan::bench]
fn only_parsing_it(bencher: divan::Bencher) {
    let html = megabyte();
    bencher
        .counter(BytesCount::of_str(&html))
        .bench(|| document(&html, None).blocks.len());
}

/// The colours of 20 kB of code, the grammars being loaded.
#[divan::bench(sample_count = 10)]
fn colors_of_code(bencher: divan::Bencher) {
    let line = "    let found = list.iter().filter(|it| it.len() &gt; 3).map(String::as_str).next(); // no more\n";
    let code = format!(
        "<pre><code class=language-rust>{}",
        line.repeat(20_000 / line.len())
    );
    let document = document(&code, None);
    let _ = colored(document.clone(), &mut || true);
    bencher
        .counter(BytesCount::of_str(&code))
        .with_inputs(|| document.clone())
        .bench_values(|document| colored(document, &mut || true));
}

#[divan::bench]
fn only_setting_it(bencher: divan::Bencher) {
    let html = megabyte();
    let document = document(&html, None);
    bencher.counter(BytesCount::of_str(&html)).bench(|| {
        typeset(&Head::default(), &document, 80, usize::MAX)
            .lines
            .len()
    });
}

#[divan::bench]
fn stripped(bencher: divan::Bencher) {
    let html = megabyte();
    bencher
        .counter(BytesCount::of_str(&html))
        .bench(|| strip(&html).len());
}

#[divan::bench(sample_count = 10)]
fn plain_text_by_html2text(bencher: divan::Bencher) {
    let html = megabyte();
    bencher
        .counter(BytesCount::of_str(&html))
        .bench(|| plain(&html, 80).len());
}
