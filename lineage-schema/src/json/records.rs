use std::cmp::Reverse;
use std::collections::HashSet;

use jiter::{Jiter, JiterError, JiterResult, Peek};

use super::shape::{Object, Room};
use super::walk::{Walk, skip};

/// What was found in a text.
pub(super) struct Records<'a> {
    /// The columns that the records have.
    pub(super) columns: Object,
    pub(super) walk: Walk<'a>,
    pub(super) count: u64,
    /// How many values that are no objects stand beside the records.
    pub(super) others: u64,
    pub(super) bad: u64,
    pub(super) first_bad: Option<Bad>,
    /// Whether a record counts only when all of it was read. That takes twice the time, and only bad records need it.
    careful: bool,
}

/// Where a text is no JSON, and why.
pub(super) struct Bad {
    /// The byte of the text.
    pub(super) at: usize,
    pub(super) reason: String,
}

/// A text that records are looked for in.
#[derive(Clone, Copy)]
struct Source<'a> {
    text: &'a str,
    /// Whether the text ends where the object does.
    complete: bool,
    nulls: &'a HashSet<Box<[u8]>>,
}

impl<'a> Records<'a> {
    /// Finds the records of a text, however they are set in it.
    pub(super) fn find(text: &'a str, complete: bool, nulls: &'a HashSet<Box<[u8]>>) -> Self {
        let source = Source { text, complete, nulls };
        let found = source.quickly().unwrap_or_else(|| source.carefully());
        let wrapped = match (found.count, &found.first_bad, found.others) {
            (0, _, _) | (1, None, 0) => source.wrapped(),
            _ => None,
        };
        wrapped.unwrap_or(found)
    }

    fn new(nulls: &'a HashSet<Box<[u8]>>, careful: bool) -> Self {
        let walk = Walk { nulls, room: Room::default() };
        Self { columns: Object::of_records(), walk, count: 0, others: 0, bad: 0, first_bad: None, careful }
    }

    /// Reads values one after the other; an array holds values too.
    fn read_values(&mut self, json: &mut Jiter<'_>) -> JiterResult<()> {
        // Peeking fails at the end alone.
        while let Ok(peek) = json.peek() {
            match peek {
                Peek::Array => {
                    let first = json.known_array()?;
                    self.read_items(json, first)?;
                }
                peek => self.read_value(json, peek)?,
            }
        }
        Ok(())
    }

    fn read_items(&mut self, json: &mut Jiter<'_>, mut next: Option<Peek>) -> JiterResult<()> {
        while let Some(peek) = next {
            self.read_value(json, peek)?;
            next = json.array_step()?;
        }
        Ok(())
    }

    fn read_value(&mut self, json: &mut Jiter<'_>, peek: Peek) -> JiterResult<()> {
        if peek != Peek::Object {
            skip(json, peek)?;
            self.others += 1;
            return Ok(());
        }
        if self.careful {
            skip(&mut json.clone(), peek)?;
        }
        self.walk.object(json, &mut self.columns, 0)?;
        self.count += 1;
        Ok(())
    }

    fn refuse(&mut self, start: usize, error: &JiterError) {
        self.bad += 1;
        let reason = || Bad { at: start + error.index, reason: error.error_type.to_string() };
        self.first_bad.get_or_insert_with(reason);
    }
}

impl<'a> Source<'a> {
    /// The records of a text of which nothing is bad or cut.
    fn quickly(self) -> Option<Records<'a>> {
        let mut records = Records::new(self.nulls, false);
        records.read_values(&mut parser(self.text)).is_ok().then_some(records)
    }

    /// The records of any text: where something is bad, those of its values or those of its lines, whichever are more.
    fn carefully(self) -> Records<'a> {
        let values = self.values();
        if values.bad == 0 {
            return values;
        }
        let lines = self.lines();
        let rank = |found: &Records<'_>| (found.count, Reverse(found.bad + found.others));
        if rank(&lines) > rank(&values) { lines } else { values }
    }

    /// Takes each line by itself. An indented line is a part of something.
    fn lines(self) -> Records<'a> {
        let mut records = Records::new(self.nulls, true);
        let mut start = 0;
        for line in self.text.split_inclusive(['\n', '\r']) {
            let cut = !self.complete && !line.ends_with(['\n', '\r']);
            if !line.starts_with(|first: char| first.is_ascii_whitespace())
                && let Err(error) = records.read_values(&mut parser(line))
                && !cut
            {
                records.refuse(start, &error);
            }
            start += line.len();
        }
        records
    }

    /// Takes one value after the other; what is bad ends where the next line begins with a brace.
    fn values(self) -> Records<'a> {
        let mut records = Records::new(self.nulls, true);
        let mut start = 0;
        while let Some(text) = self.text.get(start..)
            && let Err(error) = records.read_values(&mut parser(text))
            && !self.is_cut(start, &error)
        {
            records.refuse(start, &error);
            let from = start + error.index.saturating_sub(1);
            let rest = self.text.as_bytes().get(from..).unwrap_or_default();
            let Some(next) = rest.windows(2).position(|two| two == b"\n{") else { break };
            start = from + next + 1;
        }
        records
    }

    /// The records that the only field of the only object holds.
    fn wrapped(self) -> Option<Records<'a>> {
        let mut json = parser(self.text);
        if json.peek().ok()? != Peek::Object || json.known_object().ok()?.is_none() || json.peek().ok()? != Peek::Array
        {
            return None;
        }
        let mut records = Records::new(self.nulls, true);
        let first = json.known_array().ok()?;
        let end = records.read_items(&mut json, first).and_then(|()| Ok(json.next_key()?.is_none()));
        let alone = match end {
            Ok(closed) => closed && json.finish().is_ok(),
            Err(error) => {
                if !self.is_cut(0, &error) {
                    records.refuse(0, &error);
                }
                true
            }
        };
        (alone && records.count > 0 && records.others == 0).then_some(records)
    }

    /// Whether an error is no more than the end of an incomplete sample.
    fn is_cut(self, start: usize, error: &JiterError) -> bool {
        // As long as the longest thing that is no value when it is cut: two escapes that are one character.
        const TAIL: usize = 12;
        !self.complete && start + error.index + TAIL >= self.text.len()
    }
}

fn parser(text: &str) -> Jiter<'_> {
    Jiter::new(text.as_bytes()).with_allow_inf_nan()
}
