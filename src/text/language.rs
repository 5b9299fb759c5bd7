//! Which language a text is in, coarsely: by its script, and by the small words of the big Latin languages.
//!
//! Good enough for a reading time and a language tag that the feed left out; looks at the first few thousand characters only.

use crate::text::words::is_unspaced;

const LOOKED_AT: usize = 4_000;

/// A language tag such as `en` or `zh`, when the text shows one.
pub fn language(text: &str) -> Option<&'static str> {
    let mut tally = Tally::default();
    text.chars().take(LOOKED_AT).for_each(|c| tally.add(c));
    tally
        .language()
        .or_else(|| (tally.latin > 0).then(|| by_small_words(text)).flatten())
}

/// Minutes that the text takes to read, in the speed of its language; at least one.
pub fn reading_minutes(text: &str) -> u32 {
    let (words, characters) = counted(text);
    let speed = match language(text) {
        Some("ar" | "fa" | "he" | "fi") => 170,
        _ => 230,
    };
    let seconds = words * 60 / speed + characters * 60 / 420;
    u32::try_from((seconds + 30) / 60)
        .unwrap_or(u32::MAX)
        .max(1)
}

/// How many words a text has; of scripts written without spaces, characters.
pub fn word_count(text: &str) -> u64 {
    let (words, characters) = counted(text);
    words + characters
}

/// Words, and characters of scripts written without spaces.
fn counted(text: &str) -> (u64, u64) {
    let mut words = 0_u64;
    let mut characters = 0_u64;
    let mut in_word = false;
    for c in text.chars() {
        if is_unspaced(c) {
            characters += 1;
            in_word = false;
        } else if c.is_alphanumeric() {
            words += u64::from(!in_word);
            in_word = true;
        } else {
            in_word = in_word && matches!(c, '\'' | '’' | '-');
        }
    }
    (words, characters)
}

/// Letters seen, by script.
#[derive(Default)]
struct Tally {
    latin: usize,
    han: usize,
    kana: usize,
    hangul: usize,
    cyrillic: usize,
    ukrainian: usize,
    greek: usize,
    hebrew: usize,
    arabic: usize,
    persian: usize,
    thai: usize,
    devanagari: usize,
}

impl Tally {
    fn add(&mut self, c: char) {
        let counter = match c {
            'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' => &mut self.latin,
            '\u{3040}'..='\u{30FF}' => &mut self.kana,
            '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => &mut self.han,
            '\u{AC00}'..='\u{D7AF}' | '\u{1100}'..='\u{11FF}' => &mut self.hangul,
            'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є' => &mut self.ukrainian,
            '\u{400}'..='\u{4FF}' => &mut self.cyrillic,
            '\u{370}'..='\u{3FF}' => &mut self.greek,
            '\u{590}'..='\u{5FF}' => &mut self.hebrew,
            'پ' | 'چ' | 'ژ' | 'گ' | 'ی' => &mut self.persian,
            '\u{600}'..='\u{6FF}' => &mut self.arabic,
            '\u{E00}'..='\u{E7F}' => &mut self.thai,
            '\u{900}'..='\u{97F}' => &mut self.devanagari,
            _ => return,
        };
        *counter += 1;
    }

    fn language(&self) -> Option<&'static str> {
        let east = self.han + self.kana;
        let slavic = self.cyrillic + self.ukrainian;
        let arabic = self.arabic + self.persian;
        let table = [
            (east * 2, if self.kana * 10 > east { "ja" } else { "zh" }),
            (self.hangul * 2, "ko"),
            (
                slavic,
                if self.ukrainian * 30 > slavic {
                    "uk"
                } else {
                    "ru"
                },
            ),
            (self.greek, "el"),
            (self.hebrew, "he"),
            (
                arabic,
                if self.persian * 20 > arabic {
                    "fa"
                } else {
                    "ar"
                },
            ),
            (self.thai, "th"),
            (self.devanagari, "hi"),
        ];
        let (most, name) = table.into_iter().max_by_key(|(letters, _)| *letters)?;
        (most > self.latin).then_some(name)
    }
}

const SMALL_WORDS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "the", "and", "of", "to", "is", "that", "for", "with", "was", "this", "you", "are",
            "it",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "und", "das", "ist", "nicht", "mit", "den", "ein", "eine", "für", "auf",
            "von",
        ],
    ),
    (
        "fr",
        &[
            "le", "les", "et", "des", "une", "est", "dans", "pour", "que", "qui", "du", "sur",
            "pas",
        ],
    ),
    (
        "es",
        &[
            "el", "los", "las", "y", "una", "es", "que", "por", "con", "del", "para", "como",
            "está",
        ],
    ),
    (
        "it",
        &[
            "il", "di", "che", "è", "una", "per", "non", "gli", "della", "con", "del", "sono",
            "più",
        ],
    ),
    (
        "pt",
        &[
            "o", "os", "e", "uma", "não", "que", "com", "da", "do", "para", "em", "é", "são",
        ],
    ),
    (
        "nl",
        &[
            "de", "het", "een", "van", "en", "niet", "dat", "met", "voor", "zijn", "op", "ook",
            "wordt",
        ],
    ),
    (
        "sv",
        &[
            "och", "att", "det", "är", "en", "som", "på", "för", "inte", "av", "ett", "med", "har",
        ],
    ),
    (
        "pl",
        &[
            "i", "w", "nie", "na", "się", "że", "z", "jest", "do", "to", "jak", "przez", "ale",
        ],
    ),
];

fn by_small_words(text: &str) -> Option<&'static str> {
    let end = text
        .char_indices()
        .nth(LOOKED_AT)
        .map_or(text.len(), |(at, _)| at);
    let lower = text.get(..end).unwrap_or_default().to_lowercase();
    let mut scores = [0_usize; SMALL_WORDS.len()];
    let mut all = 0;
    for word in lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| !w.is_empty())
    {
        all += 1;
        for (score, (_, small)) in scores.iter_mut().zip(SMALL_WORDS) {
            *score += usize::from(small.contains(&word));
        }
    }
    let (score, (name, _)) = scores
        .iter()
        .zip(SMALL_WORDS)
        .max_by_key(|(score, _)| **score)?;
    (*score >= 2 && score * 12 >= all).then_some(*name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_languages_apart() {
        let table = [
            (
                "The scheduler learned to wait and that is the point of it",
                Some("en"),
            ),
            (
                "Der Kern ist nicht mit den anderen auf der Liste",
                Some("de"),
            ),
            ("Les noyaux sont dans le code et pour une fois", Some("fr")),
            (
                "El núcleo es una parte que los autores y las listas",
                Some("es"),
            ),
            ("龙架构补丁合入内核主线，性能提升明显", Some("zh")),
            ("カーネルの新しいスケジューラについて", Some("ja")),
            ("한글 제목도 두 칸씩 차지합니다", Some("ko")),
            ("חוקרים מצאו דרך חדשה", Some("he")),
            ("الباحثون وجدوا طريقة", Some("ar")),
            ("Новый планировщик ядра", Some("ru")),
            ("Новий планувальник ядра і його їжа", Some("uk")),
            ("123", None),
            ("xyzzy", None),
        ];
        for (text, expect) in table {
            assert_eq!(language(text), expect, "{text}");
        }
    }

    #[test]
    fn reading_takes_its_time() {
        let table = [
            ("word ".to_owned(), 1),
            ("word ".repeat(2_300), 10),
            ("龙".repeat(4_200), 10),
            ("חדשה ".repeat(1_700), 10),
            (String::new(), 1),
        ];
        for (text, minutes) in table {
            assert_eq!(reading_minutes(&text), minutes);
        }
    }
}
