//! Pieces as a bookmark file, as browsers and keepers of bookmarks have exchanged them since Netscape.
//!
//! There is no standard but the habit: `DT` and `A` in a `DL`, `ADD_DATE` in seconds, `TAGS` parted by commas (as Firefox, Pinboard and
//! Raindrop write them), `DD` for a note. What has no address cannot stand in it.

use crate::article::export::page::escaped;
use crate::article::export::piece::Piece;

/// The pieces as a bookmark file, and how many of them have no address and are not in it. `seconds` since 1970 is beside each.
#[must_use]
pub fn netscape(pieces: &[(Piece, i64)]) -> (String, usize) {
    let mut file = String::from(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n\
         <META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n\
         <TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n",
    );
    let mut left_out = 0;
    for (piece, seconds) in pieces {
        let Some(address) = piece.address() else {
            left_out += 1;
            continue;
        };
        let (seconds, address) = (seconds.to_string(), escaped(address));
        file.extend([
            "    <DT><A HREF=\"",
            &address,
            "\" ADD_DATE=\"",
            &seconds,
            "\"",
        ]);
        if !piece.tags.is_empty() {
            file.extend([" TAGS=\"", &escaped(&piece.tags.join(",")), "\""]);
        }
        file.extend([">", &escaped(&piece.headline()), "</A>\n"]);
        if let Some(note) = piece.noted() {
            file.extend(["    <DD>", &escaped(&note).replace('\n', "<br>"), "\n"]);
        }
    }
    file.push_str("</DL><p>\n");
    (file, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bookmark_has_address_date_tags_and_note() {
        let piece = Piece {
            title: "A & <b>".into(),
            link: Some("https://a.example/?x=1&y=2".into()),
            tags: vec!["kernel".into(), "to share".into()],
            note: Some("one\ntwo".into()),
            ..Piece::default()
        };
        let bare = Piece {
            link: Some("javascript:x".into()),
            ..piece.clone()
        };
        let (file, left_out) = netscape(&[(piece, 1_700_000_000), (bare, 0)]);
        let expect = "    <DT><A HREF=\"https://a.example/?x=1&amp;y=2\" ADD_DATE=\"1700000000\" TAGS=\"kernel,to share\">A &amp; &lt;b&gt;</A>\n    <DD>one<br>two\n";
        assert!(file.contains(expect), "{file}");
        assert_eq!((left_out, file.matches("<DT>").count()), (1, 1));
    }
}
