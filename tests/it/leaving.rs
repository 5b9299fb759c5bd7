//! What leaves the reader: `w`, `|`, `@`, the source, and the copies for a pager and an editor. Snapshots are looked at before they are taken.

use std::io::{Cursor, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use byline::app::{Borrower, Effect, Job};
use byline::article::{Format, Piece, print};
use byline::jobs;
use byline::model::Scope;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::desk::{Desk, entry, feed};

/// A folder of the desk's own, and what a prompt is given to reach it.
fn folder(desk: &mut Desk) -> PathBuf {
    let folder = desk.outside(async |context| context.paths.data.join("kept"));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Empties the field of the prompt and types this.
fn typed<'d>(desk: &'d mut Desk, text: &str) -> &'d mut Desk {
    desk.press("<ctrl-u>").type_text(text)
}

fn text_of(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn an_article_is_saved_under_its_title_in_the_folder_of_the_last_time() {
    let mut desk = Desk::reader(100, 30);
    let shown = desk.press("<enter> w").shows();
    assert!(
        shown.contains("~/How the scheduler learned to wait.md"),
        "{shown}"
    );
    insta::assert_snapshot!("save", shown);
    let folder = folder(&mut desk);
    let file = folder.join("a.md");
    typed(&mut desk, &file.display().to_string()).press("<enter>");
    assert!(desk.status().contains("saved to"), "{}", desk.status());
    let text = text_of(&file);
    assert!(
        text.starts_with("# How the scheduler learned to wait\n"),
        "{text}"
    );
    desk.press("w <tab>");
    let shown = desk.shows();
    assert!(
        shown.contains(&format!("{}/How", folder.display())) || shown.contains("…"),
        "{shown}"
    );
    // The format that the key turned to is the one that is written.
    desk.press("<enter>");
    let html = text_of(&folder.join("How the scheduler learned to wait.html"));
    assert!(html.starts_with("<!doctype html>"), "{html}");
    let kept = desk.reopen().press("5j w").shows();
    assert!(kept.contains("HTML"), "{kept}");
    assert_eq!(
        desk.app().stage.leaving.folder,
        folder.display().to_string()
    );
    assert_eq!(desk.app().stage.leaving.format, Format::Html);
}

#[test]
fn what_is_saved_is_what_show_prints() {
    let mut desk = Desk::reader(100, 30);
    let folder = folder(&mut desk);
    let id = desk.stored("How the scheduler learned to wait").id;
    for format in [Format::Markdown, Format::Html, Format::Text] {
        let file = folder.join(format!("x.{}", format.ending()));
        desk.press("w");
        typed(&mut desk, &file.display().to_string()).press("<enter>");
        let printed = desk.outside(async |context| jobs::printed(context, &[id], format, 80).await);
        assert_eq!(text_of(&file).into_bytes(), printed.unwrap(), "{format:?}");
    }
}

#[test]
fn a_file_that_is_there_is_asked_about_with_verbs() {
    let mut desk = Desk::reader(100, 30);
    let file = folder(&mut desk).join("notes.md");
    std::fs::write(&file, "# my own\n").unwrap();
    let save = |desk: &mut Desk, name: &Path| {
        desk.press("w");
        typed(desk, &name.display().to_string()).press("<enter>");
    };
    save(&mut desk, &file);
    let shown = desk.shows();
    for verb in [
        "Replace a file?",
        "y replace it",
        "a add to it",
        "n leave it",
    ] {
        assert!(shown.contains(verb), "{verb}: {shown}");
    }
    desk.press("<enter>");
    assert_eq!(text_of(&file), "# my own\n", "enter does nothing");
    desk.press("n");
    assert_eq!(text_of(&file), "# my own\n");
    save(&mut desk, &file);
    desk.press("a");
    let both = text_of(&file);
    assert!(
        both.starts_with("# my own\n\n---\n\n# How the scheduler"),
        "{both}"
    );
    save(&mut desk, &file);
    desk.press("y");
    assert!(text_of(&file).starts_with("# How the scheduler"));
    // Pages of our own grow, others do not; a book is replaced or left.
    let page = file.with_extension("html");
    save(&mut desk, &page);
    save(&mut desk, &page);
    desk.press("a");
    assert_eq!(text_of(&page).matches("<article dir=\"auto\">").count(), 2);
    std::fs::write(&page, "<p>mine</p>").unwrap();
    save(&mut desk, &page);
    desk.press("a");
    assert!(
        desk.status().contains("nothing can be added"),
        "{}",
        desk.status()
    );
    assert_eq!(text_of(&page), "<p>mine</p>");
    let book = file.with_extension("epub");
    save(&mut desk, &book);
    save(&mut desk, &book);
    let shown = desk.shows();
    assert!(
        shown.contains("y replace it") && !shown.contains("a add"),
        "{shown}"
    );
}

#[test]
fn what_cannot_be_saved_stays_in_the_prompt_with_the_reason() {
    let mut desk = Desk::reader(100, 30);
    let folder = folder(&mut desk);
    desk.press("w");
    typed(&mut desk, "~/x.pdf").press("<enter>");
    assert!(
        desk.shows().contains("the name says no format"),
        "{}",
        desk.shows()
    );
    std::fs::write(folder.join("file"), "").unwrap();
    let below_a_file = folder.join("file/x.md").display().to_string();
    typed(&mut desk, &below_a_file).press("<enter>");
    let shown = desk.shows();
    assert!(shown.contains("could not save"), "{shown}");
    assert!(shown.contains("file/x.md"), "what was typed stays: {shown}");
}

#[test]
fn several_entries_make_one_file() {
    let mut desk = Desk::reader(100, 30);
    let file = folder(&mut desk).join("three.epub");
    desk.press("3 w");
    typed(&mut desk, &file.display().to_string()).press("<enter>");
    let files = unzipped(&std::fs::read(&file).unwrap());
    let chapters = files
        .iter()
        .filter(|(name, _)| name.contains("chapter"))
        .count();
    assert_eq!(chapters, 3, "{}", desk.shows());
}

#[test]
fn a_pipe_gets_the_article_on_its_input_and_its_output_is_read_through() {
    let mut desk = Desk::reader(80, 24);
    desk.press("|").type_text("head -n 1; echo; seq 100");
    insta::assert_snapshot!("pipe", desk.shows());
    let shown = desk.press("<enter>").shows();
    assert!(
        shown.contains("# How the scheduler learned to wait"),
        "{shown}"
    );
    insta::assert_snapshot!("pipe_output", shown);
    desk.press("G");
    assert!(desk.shows().contains("\n 100\n"), "{}", desk.shows());
    desk.press("q");
    // The prompt remembers the last; the format is chosen by a key, and the output can be dropped.
    let file = folder(&mut desk).join("out");
    desk.press("|");
    assert!(desk.shows().contains("head -n 1"), "{}", desk.shows());
    typed(&mut desk, &format!("cat > {}", file.display())).press("<tab> <shift-tab> <enter>");
    assert!(text_of(&file).starts_with("<!doctype html>"));
    assert!(
        desk.status().contains("gave it to `cat > "),
        "{}",
        desk.status()
    );
    // Of the commands of before, the one that is stepped to stands in the field with its own choices.
    desk.reopen().press("|");
    let shown = desk.press("<down> <down>").shows();
    assert!(shown.contains("| head -n 1; echo; seq 100"), "{shown}");
    assert!(shown.contains("as Markdown, output shown"), "{shown}");
}

#[test]
fn a_command_that_fails_is_told_in_the_prompt() {
    let mut desk = Desk::reader(80, 24);
    desk.press("|")
        .type_text("echo no room >&2; exit 3")
        .press("<enter>");
    let shown = desk.shows();
    assert!(shown.contains("it ended with 3"), "{shown}");
    assert!(shown.contains("no room"), "{shown}");
    desk.press("<esc> :")
        .type_text("pipe true")
        .press("<enter>");
    assert!(
        desk.status().contains("`true` printed nothing"),
        "{}",
        desk.status()
    );
}

#[test]
fn a_command_that_hangs_is_stopped_by_esc() {
    let mut desk = Desk::reader(80, 24);
    desk.hold().press("|").type_text("cat").press("<enter>");
    assert!(desk.shows().contains("it runs …"), "{}", desk.shows());
    let started = desk.asked.iter().rev().find_map(|effect| match effect {
        Effect::Start(ticket, Job::Pipe { .. }) => Some(*ticket),
        _ => None,
    });
    desk.press("<esc>");
    assert!(desk.asked.contains(&Effect::Cancel(started.unwrap())));
    assert!(!desk.shows().contains("Pipe to"), "{}", desk.shows());
}

/// No title can become a command: it is in the input, and nowhere else.
#[test]
fn nothing_of_a_feed_is_a_part_of_a_command() {
    let evil = "$(touch gone); `touch gone` | x\" '; touch gone";
    let sample = feed("", "F").entries([entry(evil, 6)]);
    let mut desk = Desk::new(80, 24).with(&[sample]);
    let out = folder(&mut desk);
    desk.press("|")
        .type_text(&format!("cat > {}/in", out.display()))
        .press("<enter>");
    assert!(text_of(&out.join("in")).contains("touch gone"));
    let text = format!(
        "[share]\nfile = \"sh -c 'printf %s \\\"$1\\\" > {}/shared' sh {{title}}\"\n",
        out.display()
    );
    assert_eq!(desk.configure(&text), []);
    let config = desk.app().stage.config.clone();
    desk.outside(async |context| context.set_config(config));
    desk.press("@");
    insta::assert_snapshot!("share", desk.shows().replace(&evil[..20], "TITLE"));
    desk.type_text("file").press("<enter>");
    assert!(
        desk.status().contains("handed to file"),
        "{}",
        desk.status()
    );
    assert_eq!(text_of(&out.join("shared")), evil);
    assert!(!Path::new("gone").exists() && !out.join("gone").exists());
    desk.press("@").type_text("nowhere").press("<enter>");
    assert!(
        desk.shows().contains("nothing is called `nowhere`"),
        "{}",
        desk.shows()
    );
}

#[test]
fn the_source_is_as_the_feed_gave_it_and_harmless() {
    let html = "<p onclick=x>one\u{1b}[2J</p>\n<script>y</script>\tשלום 新闻";
    let sample = feed("", "F").entries([entry("a", 6).html(html)]);
    let mut desk = Desk::new(80, 24).with(&[sample]);
    let shown = desk.press(":").type_text("source").press("<enter>").shows();
    assert!(shown.contains("<p onclick=x>one[2J</p>"), "{shown}");
    assert!(shown.contains("<script>y</script>"), "{shown}");
    insta::assert_snapshot!("source", shown);
    let copied = desk.press("y").launched.last().cloned();
    assert_eq!(
        copied,
        Some(byline::app::Launch::Copy(html.replace('\u{1b}', "")))
    );
    assert!(!desk.press("q").shows().contains("onclick"));
}

#[test]
fn a_pager_and_an_editor_get_copies_of_their_own() {
    let mut desk = Desk::reader(80, 24);
    let id = desk.stored("How the scheduler learned to wait").id;
    for (command, to) in [
        ("open-in-pager", Borrower::Pager),
        ("open-in-editor", Borrower::Editor),
    ] {
        desk.press(":").type_text(command).press("<enter>");
        let entries = vec![id];
        assert_eq!(
            desk.started.pop().map(|it| it.1),
            Some(Job::Lend { entries, to })
        );
    }
    let lent = desk.outside(async |context| jobs::lend(context, &[id], Format::Text).await);
    let file = lent.unwrap();
    assert!(
        file.ends_with("opened/How the scheduler learned to wait.txt"),
        "{}",
        file.display()
    );
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else reads it");
    assert!(text_of(&file).starts_with("How the scheduler learned to wait\nLWN.net"));
}

#[test]
fn every_key_says_so_where_there_is_nothing_to_leave() {
    let mut desk = Desk::new(80, 24);
    for key in ["w", "|", "@"] {
        desk.press(key);
        assert!(
            desk.status().contains("no entry is selected"),
            "{key}: {}",
            desk.status()
        );
    }
    assert_eq!(desk.stored_rows(Scope::Everything), []);
}

/// The files of a book, in order.
fn unzipped(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let files = (0..zip.len()).map(|at| {
        let mut file = zip.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        (file.name().unwrap().into_owned(), text)
    });
    files.collect()
}

fn assert_well_formed(name: &str, xml: &str) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut depth = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                for attribute in tag.attributes() {
                    attribute.unwrap_or_else(|error| panic!("{name}: {error}\n{xml}"));
                }
            }
            Ok(Event::End(_)) => depth -= 1,
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{name}: {error}\n{xml}"),
        }
    }
    assert_eq!(depth, 0, "{name}");
}

#[test]
fn a_book_is_one_by_the_rules() {
    let hard = include_str!("../data/articles/every_block.html");
    let pieces: Vec<Piece> = [
        hard,
        "<p>a & b < c <i>d<b>e</i>f</b> \u{ffff}<br>\u{1b}[31m",
        "",
    ]
    .iter()
    .map(|html| Piece {
        title: "A & <b> \"c\"".into(),
        link: Some("https://a.example/?x=1&y=\"2\"".into()),
        feed: "F & G".into(),
        time: Some("2026-11-24T12:58:00Z".into()),
        date: "24 Nov".into(),
        language: Some("he".into()),
        note: Some("one\n<two>".into()),
        tags: vec!["a&b".into()],
        html: (*html).into(),
        ..Piece::default()
    })
    .collect();
    let book = print(&pieces, Format::Epub, 80, "2026-11-24T14:06:00Z");
    // OCF 4.2: the media type can be read without a program that unpacks: at byte 38, stored, after a header without extra field.
    assert_eq!(&book[..4], b"PK\x03\x04");
    assert_eq!(&book[8..10], [0, 0], "stored");
    assert_eq!(&book[28..30], [0, 0], "no extra field");
    assert_eq!(&book[30..58], b"mimetypeapplication/epub+zip");
    let files = unzipped(&book);
    for (name, text) in &files {
        if name.ends_with("xhtml")
            || name.ends_with("xml")
            || name.ends_with("opf")
            || name.ends_with("ncx")
        {
            assert_well_formed(name, text);
        }
    }
    let named = |name: &str| {
        let file = files.iter().find(|(other, _)| other == name);
        &file.unwrap_or_else(|| panic!("no {name}")).1
    };
    assert!(named("META-INF/container.xml").contains("OEBPS/content.opf"));
    let opf = named("OEBPS/content.opf");
    for (name, _) in files
        .iter()
        .filter(|(name, _)| name.starts_with("OEBPS/") && !name.ends_with("opf"))
    {
        let href = format!("href=\"{}\"", &name["OEBPS/".len()..]);
        assert_eq!(opf.matches(&href).count(), 1, "{href}");
    }
    assert!(
        opf.contains("<meta property=\"dcterms:modified\">2026-11-24T14:06:00Z</meta>"),
        "{opf}"
    );
    assert!(opf.contains("<dc:language>he</dc:language>"), "{opf}");
    let nav = named("OEBPS/nav.xhtml");
    assert!(
        nav.contains("epub:type=\"toc\"") && nav.contains("chapter0003.xhtml"),
        "{nav}"
    );
    let chapter = named("OEBPS/chapter0001.xhtml");
    assert!(
        !chapter.contains("<img") && !chapter.contains("<script"),
        "{chapter}"
    );
    assert_eq!(
        print(&pieces, Format::Epub, 80, "2026-11-24T14:06:00Z"),
        book,
        "the same bytes"
    );
}
