//! Records of SQLite's file format: a row's values, as far as its bytes are there.
//!
//! After "Database File Format" of sqlite.org, 2.1. Invariant: whatever the bytes, it answers with values or with nothing; a record whose header does not add up is none.

use rusqlite::types::Value;

/// No row of ours has more columns; more are garbage.
const MOST_COLUMNS: usize = 200;

/// A row's values.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// By column; null where bytes are missing.
    pub values: Vec<Value>,
    /// Whether all of its bytes were there.
    pub is_whole: bool,
}

/// A number of 7 bits a byte, and how many bytes it took.
pub fn varint(bytes: &[u8]) -> Option<(i64, usize)> {
    let mut value: u64 = 0;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        if at == 8 {
            value = (value << 8) | u64::from(*byte);
            return Some((value as i64, 9));
        }
        value = (value << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value as i64, at + 1));
        }
    }
    None
}

/// The record of a payload that should be `length` bytes long; `payload` may be only its beginning.
pub fn record(payload: &[u8], length: usize) -> Option<Record> {
    let (header, mut at) = varint(payload)?;
    let header = usize::try_from(header).ok().filter(|it| *it <= length)?;
    let mut kinds = Vec::new();
    while at < header {
        let (kind, taken) = varint(payload.get(at..header)?)?;
        kinds.push((kind, size(kind)?));
        at += taken;
        if kinds.len() > MOST_COLUMNS {
            return None;
        }
    }
    let mut end = header;
    for (_, size) in &kinds {
        end = end.checked_add(*size)?;
    }
    if end != length || kinds.is_empty() {
        return None;
    }
    let mut record = Record {
        values: Vec::with_capacity(kinds.len()),
        is_whole: payload.len() >= length,
    };
    let mut from = header;
    for (kind, size) in kinds {
        record.values.push(match payload.get(from..from + size) {
            Some(bytes) => value(kind, bytes)?,
            None => beginning(kind, payload.get(from..).unwrap_or_default()),
        });
        from += size;
    }
    Some(record)
}

/// Bytes of a value of this kind.
fn size(kind: i64) -> Option<usize> {
    match kind {
        0 | 8 | 9 => Some(0),
        1..=4 => usize::try_from(kind).ok(),
        5 => Some(6),
        6 | 7 => Some(8),
        12.. => usize::try_from((kind - 12) / 2).ok(),
        _ => None,
    }
}

fn value(kind: i64, bytes: &[u8]) -> Option<Value> {
    Some(match kind {
        0 => Value::Null,
        8 | 9 => Value::Integer(kind - 8),
        1..=6 => Value::Integer(integer(bytes)),
        7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
        _ if kind % 2 == 0 => Value::Blob(bytes.to_vec()),
        _ => Value::Text(std::str::from_utf8(bytes).ok()?.to_string()),
    })
}

/// Of a text cut off, what is there; half a number or a packed text is nothing.
fn beginning(kind: i64, bytes: &[u8]) -> Value {
    if kind < 13 || kind % 2 == 0 || bytes.is_empty() {
        return Value::Null;
    }
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes
            .get(..error.valid_up_to())
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default(),
    };
    Value::Text(valid.to_string())
}

fn integer(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let start: i64 = if negative { -1 } else { 0 };
    bytes
        .iter()
        .fold(start, |value, byte| (value << 8) | i64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_length_are_read() {
        for (bytes, expect) in [
            (&[0x05][..], Some((5, 1))),
            (&[0x81, 0x00], Some((128, 2))),
            (&[0xff; 9], Some((-1, 9))),
            (&[0x81], None),
            (&[], None),
        ] {
            assert_eq!(varint(bytes), expect);
        }
        assert_eq!(integer(&[0xff]), -1);
        assert_eq!(integer(&[0x01, 0x00]), 256);
    }

    #[test]
    fn a_record_is_its_values_and_one_cut_off_is_what_is_there() {
        let bytes = [4, 0, 1, 19, 7, b'a', b'b', b'c'];
        let text = |text: &str| Value::Text(text.into());
        let whole = record(&bytes, 8).unwrap();
        assert!(whole.is_whole);
        assert_eq!(whole.values, [Value::Null, Value::Integer(7), text("abc")]);
        let cut = record(&bytes[..7], 8).unwrap();
        assert!(!cut.is_whole);
        assert_eq!(cut.values, [Value::Null, Value::Integer(7), text("ab")]);
        for (bytes, length) in [
            (&bytes[..], 9),
            (&bytes[..2], 8),
            (&[0; 8], 8),
            (&[0xff; 20], 20),
        ] {
            assert_eq!(record(bytes, length), None);
        }
    }
}
