//! Raised and lowered characters, as far as Unicode has them.

const RAISED: &str =
    "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻTᵀMᴹ";
const LOWERED: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓ";

/// The text in raised characters, or after `^` when some have no raised form.
pub fn raised(text: &str) -> String {
    mapped(text, RAISED).unwrap_or_else(|| marked('^', text))
}

/// The text in lowered characters, or after `_` when some have no lowered form.
pub fn lowered(text: &str) -> String {
    mapped(text, LOWERED).unwrap_or_else(|| marked('_', text))
}

/// Longer words are no exponents; they stay as they are.
fn marked(sign: char, text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    match (letters, text.chars().count()) {
        (0 | 5.., _) => text.to_owned(),
        (_, 1) => format!("{sign}{text}"),
        _ => format!("{sign}({text})"),
    }
}

fn mapped(text: &str, table: &str) -> Option<String> {
    let find = |c: char| {
        let mut pairs = table.chars();
        while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
            if from == c {
                return Some(to);
            }
        }
        None
    };
    text.chars().map(find).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_rise_and_sink() {
        let table = [
            ("2", "²", "₂"),
            ("th", "ᵗʰ", "ₜₕ"),
            ("−1", "⁻¹", "₋₁"),
            ("¶", "¶", "¶"),
            ("Q", "^Q", "_Q"),
            ("a, b", "^(a, b)", "_(a, b)"),
            ("Syntax", "Syntax", "Syntax"),
            ("", "", ""),
        ];
        for (text, up, down) in table {
            assert_eq!(raised(text), up);
            assert_eq!(lowered(text), down);
        }
    }
}
