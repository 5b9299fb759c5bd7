//! The numbers of steps: which number a step has, and what it looks like.

use crate::article::document::{Numbers, Numerals};

/// Romans wrote no larger ones.
const MOST_ROMAN: i64 = 3_999;

const ROMAN: [(i64, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

impl Numbers {
    /// The number of the step at an index, from 0, of a list whose first step has the number `first`.
    pub fn nth(self, first: u32, at: usize) -> i64 {
        let at = at as i64;
        i64::from(first) + if self.is_reversed { -at } else { at }
    }

    /// What a number looks like, without its dot; numbers that have no such look are decimal.
    pub fn sign(self, number: i64) -> String {
        match self.figures {
            Numerals::LowerLetters if number > 0 => letters(number),
            Numerals::UpperLetters if number > 0 => letters(number).to_uppercase(),
            Numerals::LowerRoman if (1..=MOST_ROMAN).contains(&number) => roman(number),
            Numerals::UpperRoman if (1..=MOST_ROMAN).contains(&number) => {
                roman(number).to_uppercase()
            }
            _ => number.to_string(),
        }
    }
}

/// `a` to `z`, then `aa`.
fn letters(mut number: i64) -> String {
    let mut found = Vec::new();
    while number > 0 {
        number -= 1;
        found.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    found.iter().rev().collect()
}

fn roman(mut number: i64) -> String {
    let mut found = String::new();
    for (value, sign) in ROMAN {
        while number >= value {
            found.push_str(sign);
            number -= value;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_looks() {
        use Numerals::{Decimal, LowerLetters, LowerRoman, UpperLetters, UpperRoman};
        let table = [
            (Decimal, 12, "12"),
            (LowerLetters, 1, "a"),
            (LowerLetters, 26, "z"),
            (LowerLetters, 27, "aa"),
            (UpperLetters, 28, "AB"),
            (LowerLetters, 0, "0"),
            (LowerRoman, 1994, "mcmxciv"),
            (UpperRoman, 4, "IV"),
            (UpperRoman, 4_000, "4000"),
            (LowerRoman, -3, "-3"),
        ];
        for (figures, number, expect) in table {
            let numbers = Numbers {
                figures,
                is_reversed: false,
            };
            assert_eq!(numbers.sign(number), expect);
        }
    }
}
