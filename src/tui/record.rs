//! `--record FILE`: what happens on the screen, written down as it happens.
//!
//! By a thread of its own, so that no key waits for a disk. Each line is handed to the system at once: of a program that ends in a panic the last event is there.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use crate::app::{Bodies, Event, Start, record, record_start};
use crate::model::{Timestamp, Trouble};
use crate::system;

/// What is to be recorded, and where.
#[derive(Clone, Debug)]
pub struct Recording {
    /// A file that is not there yet.
    pub path: PathBuf,
    /// What becomes of the text of articles.
    pub bodies: Bodies,
}

/// A recording under way. Dropping it waits until all of it is written.
pub struct Recorder {
    path: PathBuf,
    lines: Option<Sender<(Timestamp, Line)>>,
    writer: Option<JoinHandle<io::Result<()>>>,
}

enum Line {
    Start(Box<Start>),
    Event(Box<Event>),
}

impl Recorder {
    /// Makes the file, which its maker alone may read.
    pub fn begin(recording: &Recording) -> Result<Recorder, Trouble> {
        let file = system::create_private(&recording.path)?;
        let (lines, written) = channel();
        let bodies = recording.bodies;
        let writer = std::thread::Builder::new()
            .name("record".into())
            .spawn(move || write(&file, &written, bodies))
            .map_err(|error| failed(&recording.path, &error))?;
        Ok(Recorder {
            path: recording.path.clone(),
            lines: Some(lines),
            writer: Some(writer),
        })
    }

    /// The screen begins with this.
    pub fn start(&self, start: Start, at: Timestamp) {
        self.line(at, Line::Start(Box::new(start)));
    }

    /// This happens to the screen.
    pub fn event(&self, event: &Event, at: Timestamp) {
        self.line(at, Line::Event(Box::new(event.clone())));
    }

    fn line(&self, at: Timestamp, line: Line) {
        if let Some(lines) = &self.lines {
            // Where nobody writes any more, the end of the recording says why.
            let _ = lines.send((at, line));
        }
    }

    /// Waits until all of it is written; an error if that could not be done.
    pub fn end(mut self) -> Result<(), Trouble> {
        match self.wait() {
            Some(Err(error)) => Err(failed(&self.path, &error)),
            _ => Ok(()),
        }
    }

    fn wait(&mut self) -> Option<io::Result<()>> {
        self.lines = None;
        self.writer.take()?.join().ok()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.wait();
    }
}

fn failed(path: &Path, error: &io::Error) -> Trouble {
    Trouble::new(
        format!("the recording `{}` is not whole: {error}", path.display()),
        "what stands in it can be replayed",
    )
}

fn write(mut file: &File, lines: &Receiver<(Timestamp, Line)>, bodies: Bodies) -> io::Result<()> {
    for (at, line) in lines {
        let mut text = match line {
            Line::Start(start) => record_start(&start, at),
            Line::Event(event) => record(&event, bodies, at),
        };
        text.push('\n');
        file.write_all(text.as_bytes())?;
    }
    Ok(())
}
