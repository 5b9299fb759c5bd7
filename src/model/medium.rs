//! What kind of thing an enclosure is, as far as its type or the ending of its address tells.

use crate::model::Enclosure;

/// Kinds of attached things, by what a reader does with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// Is heard.
    Sound,
    /// Is watched.
    Film,
    /// Is looked at.
    Picture,
    /// Anything else: a document, an archive.
    File,
}

const ENDINGS: [(&str, Medium); 22] = [
    ("mp3", Medium::Sound),
    ("m4a", Medium::Sound),
    ("m4b", Medium::Sound),
    ("aac", Medium::Sound),
    ("ogg", Medium::Sound),
    ("oga", Medium::Sound),
    ("opus", Medium::Sound),
    ("flac", Medium::Sound),
    ("wav", Medium::Sound),
    ("mp4", Medium::Film),
    ("m4v", Medium::Film),
    ("mov", Medium::Film),
    ("mkv", Medium::Film),
    ("webm", Medium::Film),
    ("ogv", Medium::Film),
    ("jpg", Medium::Picture),
    ("jpeg", Medium::Picture),
    ("png", Medium::Picture),
    ("gif", Medium::Picture),
    ("webp", Medium::Picture),
    ("avif", Medium::Picture),
    ("svg", Medium::Picture),
];

impl Enclosure {
    /// Its kind: by its type (RFC 9110, 8.3), or by the ending of its address where the type says nothing.
    #[must_use]
    pub fn medium(&self) -> Medium {
        let mime = self.mime.as_deref().unwrap_or_default().trim();
        match mime.split('/').next() {
            Some(kind) if kind.eq_ignore_ascii_case("audio") => Medium::Sound,
            Some(kind) if kind.eq_ignore_ascii_case("video") => Medium::Film,
            Some(kind) if kind.eq_ignore_ascii_case("image") => Medium::Picture,
            _ => self.by_ending(),
        }
    }

    /// The last part of its address, without what follows a `?`; as it is written there.
    #[must_use]
    pub fn file_name(&self) -> &str {
        let path = self.url.split(['?', '#']).next().unwrap_or_default();
        let path = path.split_once("://").map_or(path, |(_, rest)| rest);
        path.rsplit_once('/').map_or("", |(_, name)| name)
    }

    fn by_ending(&self) -> Medium {
        let ending = self.file_name().rsplit_once('.').map_or("", |it| it.1);
        let known = ENDINGS
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(ending));
        known.map_or(Medium::File, |(_, medium)| *medium)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_comes_before_the_ending() {
        let table = [
            ("https://a.example/1.mp3", None, Medium::Sound),
            (
                "https://a.example/1.MP3?x=/2.png",
                Some("octet"),
                Medium::Sound,
            ),
            ("https://a.example/1", Some("Audio/mpeg"), Medium::Sound),
            ("https://a.example/1.mp3", Some("video/mp4"), Medium::Film),
            ("https://a.example/1.jpg", Some(""), Medium::Picture),
            (
                "https://a.example/1.pdf",
                Some("application/pdf"),
                Medium::File,
            ),
            ("https://a.mp3", None, Medium::File),
            ("magnet:?xt=1", None, Medium::File),
        ];
        for (url, mime, expect) in table {
            let enclosure = Enclosure {
                url: url.into(),
                mime: mime.map(str::to_string),
                ..Enclosure::default()
            };
            assert_eq!(enclosure.medium(), expect, "{url} {mime:?}");
        }
    }
}
