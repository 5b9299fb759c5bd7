//! Broken JSON made whole: raw line ends in strings, commas too many, an end that is missing.

/// `text` with what can be mended mended. Of a document cut short the whole items stay.
pub fn mend(text: &str) -> String {
    let mut mender = Mender::default();
    for c in text.chars() {
        mender.take(c);
    }
    mender.finish()
}

#[derive(Default)]
struct Mender {
    out: String,
    /// The closing brackets that are due.
    due: Vec<char>,
    in_string: bool,
    is_escaped: bool,
    /// Length of `out` and of `due` when an item of the list was last complete.
    whole: Option<(usize, usize)>,
}

/// The list of items stands in the feed.
const ITEM_DEPTH: usize = 2;

impl Mender {
    fn take(&mut self, c: char) {
        if self.in_string {
            self.take_in_string(c);
            return;
        }
        match c {
            '"' => self.in_string = true,
            '{' => self.due.push('}'),
            '[' => self.due.push(']'),
            '}' | ']' => {
                self.drop_comma();
                if self.due.last() == Some(&c) {
                    self.due.pop();
                }
                self.out.push(c);
                if c == '}' && self.due.len() == ITEM_DEPTH {
                    self.whole = Some((self.out.len(), self.due.len()));
                }
                return;
            }
            _ => {}
        }
        self.out.push(c);
    }

    fn take_in_string(&mut self, c: char) {
        let escape = match c {
            '\n' => Some("\\n"),
            '\r' => Some("\\r"),
            '\t' => Some("\\t"),
            _ => None,
        };
        match escape {
            Some(escape) => self.out.push_str(escape),
            None => self.out.push(c),
        }
        if self.is_escaped {
            self.is_escaped = false;
        } else if c == '\\' {
            self.is_escaped = true;
        } else if c == '"' {
            self.in_string = false;
        }
    }

    /// A comma before a closing bracket.
    fn drop_comma(&mut self) {
        let kept = self.out.trim_end().len();
        if self.out.get(..kept).is_some_and(|out| out.ends_with(',')) {
            self.out.truncate(kept - 1);
        }
    }

    fn finish(mut self) -> String {
        if self.due.is_empty() && !self.in_string {
            return self.out;
        }
        if let Some((length, due)) = self.whole {
            self.out.truncate(length);
            self.due.truncate(due);
        }
        while let Some(bracket) = self.due.pop() {
            self.out.push(bracket);
        }
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn what_is_whole_stays() {
        let check = |text: &str, expect: &str| assert_eq!(mend(text), expect);
        check("{\"a\":\"x\ny\"}", "{\"a\":\"x\\ny\"}");
        check("{\"a\":[1,2,],}", "{\"a\":[1,2]}");
        check(
            "{\"items\":[{\"id\":1},{\"id\":2},{\"id\":",
            "{\"items\":[{\"id\":1},{\"id\":2}]}",
        );
        check("{\"items\":[{\"id\":\"a", "{\"items\":[{\"id\":\"a}]}");
    }
}
