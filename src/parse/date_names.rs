//! The names in dates: months and weekdays in the languages that feeds write them in, zones, morning and afternoon.

/// Months by the beginnings of their names, lower case; the longest that fits wins.
const MONTHS: [(&str, u32); 98] = [
    ("jan", 1),
    ("gen", 1),
    ("ene", 1),
    ("янв", 1),
    ("led", 1),
    ("sty", 1),
    ("oca", 1),
    ("ιαν", 1),
    ("jän", 1),
    ("tam", 1),
    ("feb", 2),
    ("fév", 2),
    ("fev", 2),
    ("фев", 2),
    ("úno", 2),
    ("lut", 2),
    ("şub", 2),
    ("φεβ", 2),
    ("hel", 2),
    ("фэв", 2),
    ("mar", 3),
    ("mär", 3),
    ("mrt", 3),
    ("maa", 3),
    ("мар", 3),
    ("bře", 3),
    ("μάρ", 3),
    ("μαρ", 3),
    ("mrz", 3),
    ("már", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("апр", 4),
    ("dub", 4),
    ("kwi", 4),
    ("nis", 4),
    ("απρ", 4),
    ("huh", 4),
    ("ápr", 4),
    ("may", 5),
    ("mai", 5),
    ("mei", 5),
    ("mag", 5),
    ("maj", 5),
    ("мая", 5),
    ("май", 5),
    ("kvě", 5),
    ("toukok", 5),
    ("μάι", 5),
    ("μαϊ", 5),
    ("máj", 5),
    ("jun", 6),
    ("juin", 6),
    ("giu", 6),
    ("июн", 6),
    ("cze", 6),
    ("haz", 6),
    ("ιούν", 6),
    ("ιουν", 6),
    ("kesä", 6),
    ("jún", 6),
    ("jul", 7),
    ("juil", 7),
    ("lug", 7),
    ("июл", 7),
    ("lip", 7),
    ("tem", 7),
    ("ιούλ", 7),
    ("ιουλ", 7),
    ("heinä", 7),
    ("júl", 7),
    ("aug", 8),
    ("aoû", 8),
    ("aou", 8),
    ("ago", 8),
    ("авг", 8),
    ("srp", 8),
    ("sie", 8),
    ("ağu", 8),
    ("αύγ", 8),
    ("αυγ", 8),
    ("sep", 9),
    ("set", 9),
    ("сен", 9),
    ("wrz", 9),
    ("eyl", 9),
    ("σεπ", 9),
    ("syys", 9),
    ("szep", 9),
    ("oct", 10),
    ("okt", 10),
    ("ott", 10),
    ("out", 10),
    ("окт", 10),
    ("paź", 10),
    ("eki", 10),
    ("οκτ", 10),
];

/// The last two months: as above.
const LATE_MONTHS: [(&str, u32); 21] = [
    ("nov", 11),
    ("ноя", 11),
    ("lis", 11),
    ("kas", 11),
    ("νοέ", 11),
    ("νοε", 11),
    ("marras", 11),
    ("noi", 11),
    ("novem", 11),
    ("dec", 12),
    ("dez", 12),
    ("déc", 12),
    ("dic", 12),
    ("des", 12),
    ("дек", 12),
    ("pro", 12),
    ("gru", 12),
    ("ara", 12),
    ("δεκ", 12),
    ("joulu", 12),
    ("loka", 10),
];

/// The number of the month that `word` (lower case) names.
pub fn month(word: &str) -> Option<u32> {
    if word.chars().count() < 3 {
        return None;
    }
    MONTHS
        .iter()
        .chain(&LATE_MONTHS)
        .filter(|(start, _)| word.starts_with(start))
        .max_by_key(|(start, _)| start.len())
        .map(|(_, month)| *month)
}

/// Whether `word` may stand in a date without changing it: a weekday (feeds often have the wrong one), `de`, `Uhr`.
pub fn is_ornament(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() || c == '-')
}

/// Whether `word` says that the hour is after noon, or before.
pub fn pm(word: &str) -> Option<bool> {
    match word {
        "am" | "a.m" | "오전" | "上午" | "午前" => Some(false),
        "pm" | "p.m" | "오후" | "下午" | "午後" => Some(true),
        _ => None,
    }
}

/// Zones by name, in minutes east of Greenwich. Where a name is used in two parts of the world, the one with more feeds.
const ZONES: [(&str, i64); 57] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("west", 60),
    ("bst", 60),
    ("cet", 60),
    ("cest", 120),
    ("mez", 60),
    ("mesz", 120),
    ("met", 60),
    ("mest", 120),
    ("eet", 120),
    ("eest", 180),
    ("sast", 120),
    ("cat", 120),
    ("eat", 180),
    ("wat", 60),
    ("msk", 180),
    ("msd", 240),
    ("trt", 180),
    ("irst", 210),
    ("gst", 240),
    ("pkt", 300),
    ("ist", 330),
    ("npt", 345),
    ("wib", 420),
    ("ict", 420),
    ("sgt", 480),
    ("hkt", 480),
    ("pht", 480),
    ("awst", 480),
    ("jst", 540),
    ("kst", 540),
    ("acst", 570),
    ("acdt", 630),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("nst", -210),
    ("ndt", -150),
    ("brt", -180),
    ("art", -180),
    ("ast", -240),
    ("adt", -180),
    ("clt", -240),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("hst", -600),
];

/// Seconds east of Greenwich of the zone that `word` (lower case) names.
pub fn offset(word: &str) -> Option<i64> {
    let american = match word {
        "et" => Some(-300),
        "ct" => Some(-360),
        "mt" => Some(-420),
        "akst" => Some(-540),
        "pt" | "akdt" => Some(-480),
        _ => None,
    };
    american
        .or_else(|| {
            ZONES
                .iter()
                .find(|(name, _)| *name == word)
                .map(|(_, minutes)| *minutes)
        })
        .map(|minutes| minutes * 60)
}
