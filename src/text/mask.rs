//! Text made illegible with its shape kept: as wide, as long, broken at the same places, in the same order.
//!
//! For recordings, which show how a screen came about and not what was read on it.

use unicode_bidi::{BidiClass, bidi_class};

use crate::text::width::width;

/// The text with every letter and figure replaced by one of its sort; signs, spaces and marks stay.
#[must_use]
pub fn mask(text: &str) -> String {
    text.chars().map(masked).collect()
}

/// An address whose beginning stays, so that it is still one and shown as one.
#[must_use]
pub fn mask_address(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once(':') else {
        return mask(address);
    };
    match rest.strip_prefix("//www.") {
        Some(rest) => format!("{scheme}://www.{}", mask(rest)),
        None => format!("{scheme}:{}", mask(rest)),
    }
}

fn masked(c: char) -> char {
    let mut buffer = [0; 4];
    let cells = width(c.encode_utf8(&mut buffer));
    if !c.is_alphanumeric() || cells == 0 {
        return c;
    }
    match bidi_class(c) {
        BidiClass::R => 'א',
        BidiClass::AL => 'ع',
        _ if cells > 1 => '文',
        _ if c.is_numeric() => '0',
        _ if c.is_uppercase() => 'X',
        _ => 'x',
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_illegible_and_signs_stay() {
        let table = [
            ("Bank, 42 €: «Été»!", "Xxxx, 00 €: «Xxx»!"),
            ("新聞を読む 🦀", "文文文文文 🦀"),
            ("שלום عالم", "אאאא عععع"),
            ("e\u{301}", "x\u{301}"),
        ];
        for (text, expect) in table {
            assert_eq!(mask(text), expect);
        }
        assert_eq!(
            mask_address("https://Bank.example/a?b=1"),
            "https://Xxxx.xxxxxxx/x?x=0"
        );
    }

    proptest! {
        #[test]
        fn the_shape_stays(text in "[ -~äß龙新あ가א\u{627}\u{301}🦀\n]*") {
            let masked = mask(&text);
            prop_assert_eq!(masked.chars().count(), text.chars().count());
            prop_assert_eq!(width(&masked), width(&text));
            prop_assert_eq!(mask(&masked), masked);
        }
    }
}
