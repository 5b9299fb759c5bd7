//! Pages of a database file that SQLite may no longer want to read, with what its log says newer.
//!
//! After "Database File Format" of sqlite.org, 1.6 and 4. Invariant: only the file is asked, no word of it is trusted: every offset is looked up within the page, every
//! chain is as long as its content at most.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

use crate::store::salvage::record::{Record, record, varint};

/// What byline's databases have.
const OUR_SIZE: usize = 16_384;
/// Numbers of rows above this are no rows of ours.
const MOST_ROWS: i64 = 1 << 48;
/// Bytes of a log's head, and of the head of each of its pages.
const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;

/// The pages of a file.
pub struct Pages {
    file: File,
    log: Option<(File, HashMap<u32, u64>)>,
    size: usize,
    /// How many there are.
    pub count: u32,
}

/// What a page is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Rows of a table.
    TableLeaf,
    /// The way to them.
    TableInterior,
    /// Entries of an index, or rows of a table that is one.
    IndexLeaf,
    /// The same, and the way to more.
    IndexInterior,
}

/// A page taken apart.
pub struct Page {
    /// What it is.
    pub kind: Kind,
    /// Pages below it.
    pub children: Vec<u32>,
    /// Its rows.
    pub cells: Vec<Cell>,
    bytes: Vec<u8>,
}

/// A row of a page.
pub struct Cell {
    /// Its number; none in an index.
    pub rowid: Option<i64>,
    length: usize,
    local: Range<usize>,
    rest: Option<u32>,
}

impl Pages {
    /// Opens a file and the log beside it.
    pub fn open(path: &Path) -> std::io::Result<Pages> {
        let mut file = File::open(path)?;
        let bytes = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
        let mut head = [0; 100];
        let taken = file.read(&mut head)?;
        let size = size_of(&head, taken).unwrap_or(OUR_SIZE);
        let mut pages = Pages {
            file,
            log: None,
            size,
            count: u32::try_from(bytes.div_ceil(size)).unwrap_or(u32::MAX),
        };
        let mut beside = path.as_os_str().to_owned();
        beside.push("-wal");
        pages.log = File::open(beside).ok().and_then(|log| newer(log, size));
        if let Some((_, places)) = &pages.log {
            pages.count = places.keys().copied().fold(pages.count, u32::max);
        }
        Ok(pages)
    }

    /// The bytes of a page; what the file does not have any more is zero.
    pub fn bytes(&mut self, number: u32) -> Option<Vec<u8>> {
        if number == 0 || number > self.count {
            return None;
        }
        let mut bytes = Vec::with_capacity(self.size);
        let from_log = match &mut self.log {
            Some((log, places)) => places.get(&number).map(|place| (log, *place)),
            None => None,
        };
        let (file, place) = match from_log {
            Some((log, place)) => (log, place),
            None => (&mut self.file, u64::from(number - 1) * self.size as u64),
        };
        file.seek(SeekFrom::Start(place)).ok()?;
        // A disk that cannot read a sector says so: the page is as good as gone.
        file.take(self.size as u64).read_to_end(&mut bytes).ok()?;
        bytes.resize(self.size, 0);
        Some(bytes)
    }

    /// A page of rows or of the way to them; none if it is none, or is damaged beyond that.
    pub fn page(&mut self, number: u32) -> Option<Page> {
        let bytes = self.bytes(number)?;
        let start = if number == 1 { 100 } else { 0 };
        taken_apart(bytes, start, self.count)
    }

    /// The values of a row, as far as its pages are there.
    pub fn record(&mut self, page: &Page, cell: &Cell) -> Option<Record> {
        let mut payload = page.bytes.get(cell.local.clone())?.to_vec();
        let mut next = cell.rest;
        while let Some(number) = next.filter(|number| *number != 0) {
            let missing = cell.length.saturating_sub(payload.len());
            let Some(bytes) = self.bytes(number).filter(|_| missing > 0) else {
                break;
            };
            let content = bytes.get(4..)?;
            payload.extend_from_slice(content.get(..missing).unwrap_or(content));
            next = word(&bytes, 0);
        }
        record(&payload, cell.length)
    }

    /// The pages on which a row goes on.
    #[cfg(test)]
    pub fn chain(&mut self, cell: &Cell) -> Vec<u32> {
        let mut chain = Vec::new();
        let mut next = cell.rest;
        while let Some(number) = next.filter(|it| *it != 0 && chain.len() < self.count as usize) {
            chain.push(number);
            next = self.bytes(number).and_then(|bytes| word(&bytes, 0));
        }
        chain
    }

    /// Pages that are free, which may hold what was deleted long ago.
    pub fn free(&mut self) -> Vec<u32> {
        let mut free = Vec::new();
        let mut trunk = self.bytes(1).and_then(|bytes| word(&bytes, 32));
        while let Some(number) = trunk.filter(|it| *it != 0 && free.len() <= self.count as usize) {
            let Some(bytes) = self.bytes(number) else {
                break;
            };
            free.push(number);
            let leaves = word(&bytes, 4).unwrap_or_default() as usize;
            let most = self.size / 4 - 2;
            free.extend((0..leaves.min(most)).filter_map(|n| word(&bytes, 8 + 4 * n)));
            trunk = word(&bytes, 0);
        }
        free
    }
}

/// Bytes of a page, as the file's head says.
fn size_of(head: &[u8; 100], taken: usize) -> Option<usize> {
    if taken < head.len() || !head.starts_with(b"SQLite format 3\0") {
        return None;
    }
    match usize::from(short(head, 16)?) {
        1 => Some(65_536),
        size if size.is_power_of_two() && size >= 512 => Some(size),
        _ => None,
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at + 2)?;
    Some(u16::from_be_bytes(bytes.try_into().ok()?))
}

/// Four bytes as a number.
pub fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

/// Takes a page apart; its head begins at `start`.
fn taken_apart(bytes: Vec<u8>, start: usize, count: u32) -> Option<Page> {
    let kind = match bytes.get(start)? {
        0x0d => Kind::TableLeaf,
        0x05 => Kind::TableInterior,
        0x0a => Kind::IndexLeaf,
        0x02 => Kind::IndexInterior,
        _ => return None,
    };
    let is_interior = matches!(kind, Kind::TableInterior | Kind::IndexInterior);
    let cells = usize::from(short(&bytes, start + 3)?);
    let pointers = start + if is_interior { 12 } else { 8 };
    if pointers + 2 * cells > bytes.len() {
        return None;
    }
    let mut page = Page {
        kind,
        children: Vec::new(),
        cells: Vec::new(),
        bytes,
    };
    for n in 0..cells {
        let at = usize::from(short(&page.bytes, pointers + 2 * n)?);
        if at < pointers + 2 * cells {
            continue;
        }
        if is_interior {
            page.children.extend(word(&page.bytes, at));
        }
        let cell = match kind {
            Kind::TableInterior => None,
            Kind::IndexInterior => cell(&page.bytes, at + 4, kind),
            _ => cell(&page.bytes, at, kind),
        };
        page.cells.extend(cell);
    }
    if is_interior {
        page.children.extend(word(&page.bytes, start + 8));
    }
    page.children.retain(|child| (2..=count).contains(child));
    Some(page)
}

/// A row at this place of a page.
fn cell(bytes: &[u8], at: usize, kind: Kind) -> Option<Cell> {
    let (length, taken) = varint(bytes.get(at..)?)?;
    // Ten times the most that SQLite takes would still be a number; garbage is larger.
    let length = usize::try_from(length).ok().filter(|it| *it < 1 << 31)?;
    let mut from = at + taken;
    let mut rowid = None;
    if kind == Kind::TableLeaf {
        let (number, taken) = varint(bytes.get(from..)?)?;
        rowid = Some((0..MOST_ROWS).contains(&number).then_some(number)?);
        from += taken;
    }
    let usable = bytes.len();
    let most = if kind == Kind::TableLeaf {
        usable - 35
    } else {
        (usable - 12) * 64 / 255 - 23
    };
    if length <= most {
        let local = from..from + length;
        bytes.get(local.clone())?;
        return Some(Cell {
            rowid,
            length,
            local,
            rest: None,
        });
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let fits = least + (length - least) % (usable - 4);
    let here = if fits <= most { fits } else { least };
    let rest = word(bytes, from + here)?;
    Some(Cell {
        rowid,
        length,
        local: from..from + here,
        rest: Some(rest),
    })
}

/// Where the log has newer pages: those of whole transactions whose checksums are right.
fn newer(mut log: File, size: usize) -> Option<(File, HashMap<u32, u64>)> {
    let mut head = [0; LOG_HEAD];
    log.read_exact(&mut head).ok()?;
    let is_big = match word(&head, 0)? {
        0x377f_0682 => false,
        0x377f_0683 => true,
        _ => return None,
    };
    if word(&head, 8)? as usize != size {
        return None;
    }
    let mut sum = summed((0, 0), head.get(..24)?, is_big);
    let (mut places, mut open) = (HashMap::new(), HashMap::new());
    let mut frame = vec![0; FRAME_HEAD + size];
    let mut at = LOG_HEAD as u64;
    while log.read_exact(&mut frame).is_ok() {
        sum = summed(sum, frame.get(..8)?, is_big);
        sum = summed(sum, frame.get(FRAME_HEAD..)?, is_big);
        let is_of_it = frame.get(8..16) == head.get(16..24);
        if !is_of_it || (word(&frame, 16)?, word(&frame, 20)?) != sum {
            break;
        }
        open.insert(word(&frame, 0)?, at + FRAME_HEAD as u64);
        if word(&frame, 4)? != 0 {
            places.extend(open.drain());
        }
        at += frame.len() as u64;
    }
    Some((log, places))
}

/// The log's checksum over more bytes.
fn summed((mut one, mut two): (u32, u32), bytes: &[u8], is_big: bool) -> (u32, u32) {
    let number = |bytes: &[u8]| match <[u8; 4]>::try_from(bytes) {
        Ok(bytes) if is_big => u32::from_be_bytes(bytes),
        Ok(bytes) => u32::from_le_bytes(bytes),
        Err(_) => 0,
    };
    for pair in bytes.chunks_exact(8) {
        let (first, second) = pair.split_at(4);
        one = one.wrapping_add(number(first)).wrapping_add(two);
        two = two.wrapping_add(number(second)).wrapping_add(one);
    }
    (one, two)
}
