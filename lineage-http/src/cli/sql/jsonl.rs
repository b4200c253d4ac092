//! Requests a line, answered by all cores, in order.

use std::io::{self, BufReader, Read, Write};
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::line::{Answer, Line, read_line};
use crate::cli::failure::Failure;
use crate::cli::output;

/// How many lines are read ahead for each worker.
const AHEAD: usize = 4;

/// A line, and who waits for its answer.
type Job = (Line, Sender<Answer>);

/// Answers all lines of `input`, of which no more are in memory than a few for each core.
pub(super) fn run(input: impl Read + Send, name: &str) -> Result<(), Failure> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    // Answers in the order of their lines, most of them still to be made: this bounds both channels.
    let (promise, promised) = sync_channel(workers * AHEAD);
    let (give, jobs) = channel();
    let jobs = Mutex::new(jobs);
    let mut errors = Errors::default();
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| work(&jobs));
        }
        let reader = scope.spawn(|| read(input, promise, give));
        output::stream(|out| write(promised, out, &mut errors))?;
        let read = reader.join().unwrap_or_else(|panic| resume_unwind(panic));
        read.map_err(|error| Failure::new(format!("cannot read {name}"), &error))
    })?;
    match errors.first {
        None => Ok(()),
        Some(first) => Err(Failure::plain(format!(
            "lines that could not be read or parsed: {}, the first of them line {first}",
            errors.count
        ))),
    }
}

/// Ends with the input, or when nobody wants answers any more.
fn read(input: impl Read, promise: SyncSender<Receiver<Answer>>, give: Sender<Job>) -> io::Result<()> {
    let mut input = BufReader::new(input);
    let mut number = 0;
    while let Some(line) = read_line(&mut input, &mut number)? {
        let (answer, answered) = channel();
        if promise.send(answered).is_err() || give.send((line, answer)).is_err() {
            break;
        }
    }
    Ok(())
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok((line, answer)) = next() {
        // Nobody may want it any more.
        let _ = answer.send(line.answer());
    }
}

/// The lines that have errors.
#[derive(Debug, Default)]
struct Errors {
    count: u64,
    first: Option<u64>,
}

fn write(promised: Receiver<Receiver<Answer>>, out: &mut dyn Write, errors: &mut Errors) -> io::Result<()> {
    while let Some(answered) = next(&promised, out)? {
        let Some(answer) = next(&answered, out)? else { continue };
        out.write_all(&answer.text)?;
        if answer.has_errors {
            errors.count += 1;
            errors.first = errors.first.or(Some(answer.number));
        }
    }
    Ok(())
}

/// What comes next. Whoever reads the output has all of it before this one waits.
fn next<T>(from: &Receiver<T>, out: &mut dyn Write) -> io::Result<Option<T>> {
    match from.try_recv() {
        Err(TryRecvError::Empty) => {
            out.flush()?;
            Ok(from.recv().ok())
        }
        received => Ok(received.ok()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Requests without end, one at a time.
    struct Endless<'t>(&'t AtomicUsize);

    impl Read for Endless<'_> {
        fn read(&mut self, mut buffer: &mut [u8]) -> io::Result<usize> {
            self.0.fetch_add(1, Ordering::Relaxed);
            buffer.write(b"{\"sql\": \"\"}\n")
        }
    }

    #[test]
    fn no_more_is_read_than_was_promised() {
        let taken = AtomicUsize::new(0);
        let (promise, promised) = sync_channel(3);
        let (give, _jobs) = channel();
        thread::scope(|scope| {
            let reader = scope.spawn(|| read(Endless(&taken), promise, give));
            assert_eq!(promised.iter().take(1000).count(), 1000);
            // Three wait, and one waits for a place among them.
            assert!(taken.load(Ordering::Relaxed) <= 1004, "{taken:?}");
            drop(promised);
            assert!(matches!(reader.join(), Ok(Ok(()))));
        });
    }
}
