//! From a web page to its article: `cargo bench --bench extract`. Beside it what `html2text` alone takes for the same page, which then
//! still has its menus and adverts; and pages that were made to hurt, which must not take long either.

use byline::article::{extract, further};
use divan::counter::BytesCount;
use url::Url;

const ADDRESS: &str = "https://www.harwickpost.example/news/wall";
const PORTAL: &str = include_str!("../tests/data/fulltext/portal.html");

fn main() {
    divan::main();
}

/// The portal's page with as many more paragraphs, teasers and scripts as make 250 kB, an ordinary size for one.
fn page() -> String {
    let told = "<p>The council met on Tuesday to hear what the river had done to the wall, and <a href=\"/n/1\">heard it</a> for three hours.</p>";
    let around = "<div class=\"teaser related\"><a href=\"/n/2\"><img src=\"/p/2.jpg\" alt=\"\"><span>Another story that leads elsewhere</span></a></div>\
        <script>window.ads = window.ads || []; window.ads.push({slot: 4});</script>";
    let (head, tail) = PORTAL.split_at(PORTAL.rfind("</p>").map_or(0, |at| at + 4));
    let body = told.repeat(300);
    let rest = around.repeat((250_000 - head.len() - body.len()) / around.len());
    format!("{head}{body}{rest}{tail}")
}

fn measure(bencher: divan::Bencher, page: &str) {
    bencher
        .counter(BytesCount::of_str(page))
        .bench(|| extract(page, Some(ADDRESS), None).map(|found| found.text.len()));
}

#[divan::bench]
fn an_article(bencher: divan::Bencher) {
    measure(bencher, &page());
}

#[divan::bench]
fn an_article_and_its_further_pages(bencher: divan::Bencher) {
    let page = page();
    let url = Url::parse(ADDRESS).ok();
    bencher.counter(BytesCount::of_str(&page)).bench(|| {
        let found = extract(&page, Some(ADDRESS), None).is_ok();
        (found, url.as_ref().map(|url| further(&page, url)))
    });
}

#[divan::bench]
fn html2text_alone(bencher: divan::Bencher) {
    let page = page();
    bencher
        .counter(BytesCount::of_str(&page))
        .bench(|| html2text::from_read(page.as_bytes(), 80).map(|text| text.len()));
}

#[divan::bench(sample_count = 5)]
fn ten_thousand_elements_deep(bencher: divan::Bencher) {
    let page = format!("{}<p>{}", "<div>".repeat(10_000), "Some words. ".repeat(60));
    measure(bencher, &page);
}

#[divan::bench(sample_count = 5)]
fn a_table_of_100_000_rows(bencher: divan::Bencher) {
    let rows = "<tr><td>a<td>b</tr>".repeat(100_000);
    measure(bencher, &format!("<table>{rows}</table>"));
}

#[divan::bench(sample_count = 5)]
fn a_word_of_a_megabyte(bencher: divan::Bencher) {
    measure(bencher, &format!("<p>{}", "x".repeat(1 << 20)));
}
