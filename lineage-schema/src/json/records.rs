use std::cmp::Reverse;
use std::collections::HashSet;

use jiter::{Jiter, JiterErrorType, JiterResult, Peek};

use super::resume::behind;
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
    /// Whether nothing more was found behind the last bad value, though there may be more.
    pub(super) lost: bool,
    /// Whether a record counts only when all of it was read. That takes twice the time, and only bad records need it.
    careful: bool,
}

/// Where a text is no JSON, and why.
pub(super) struct Bad {
    /// The first byte of the value.
    pub(super) start: usize,
    /// The byte of the fault.
    pub(super) at: usize,
    pub(super) reason: JiterErrorType,
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
        let columns = Object::of_records();
        Self { columns, walk, count: 0, others: 0, bad: 0, first_bad: None, lost: false, careful }
    }

    /// Which are more records, and then fewer of what is none.
    fn rank(&self) -> impl Ord + use<> {
        (self.count, Reverse(self.bad + self.others))
    }

    /// Reads the values of a text, up to the first that is bad.
    ///
    /// Careful ones pass over the separators of an array whose brackets they did not see, or which has too few of them.
    fn read_text(&mut self, text: &str) -> Result<(), Bad> {
        let mut from = 0;
        while let Some(rest) = text.get(from..)
            && !rest.is_empty()
        {
            let mut json = parser(rest);
            let read = self.read_values(&mut json);
            let start = from + json.current_index();
            let behind = text.get(start..).unwrap_or_default();
            if let Err(error) = read {
                let at = from + error.index;
                // A comma is missing, and no value.
                let resumes = self.careful && at == start && at > from && behind.starts_with('{');
                if !resumes {
                    return Err(Bad { start, at, reason: error.error_type });
                }
            }
            let separator = |byte: char| matches!(byte, ',' | ']') || byte.is_ascii_whitespace();
            from = text.len() - behind.trim_start_matches(separator).len();
        }
        Ok(())
    }

    /// Reads values one after the other, up to a separator that may be behind them; an array holds values too.
    fn read_values(&mut self, json: &mut Jiter<'_>) -> JiterResult<()> {
        // Peeking fails at the end alone.
        while let Ok(peek) = json.peek() {
            match peek {
                peek if self.careful && self.count + self.bad > 0 && matches!(peek.into_inner(), b',' | b']') => break,
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
        if self.careful {
            // Where it is bad, `json` stays before it.
            skip(&mut json.clone(), peek)?;
        }
        if peek != Peek::Object {
            skip(json, peek)?;
            self.others += 1;
            return Ok(());
        }
        self.walk.object(json, &mut self.columns, 0)?;
        self.count += 1;
        Ok(())
    }

    /// Counts a bad value of a text that begins at a byte of the whole.
    fn refuse(&mut self, from: usize, bad: Bad) {
        self.bad += 1;
        self.first_bad.get_or_insert(Bad { start: from + bad.start, at: from + bad.at, ..bad });
    }
}

impl<'a> Source<'a> {
    /// The records of a text of which nothing is bad or cut.
    fn quickly(self) -> Option<Records<'a>> {
        let mut records = Records::new(self.nulls, false);
        records.read_text(self.text).is_ok().then_some(records)
    }

    /// The records of any text: where something is bad, those of its values or those of its lines, whichever are more.
    fn carefully(self) -> Records<'a> {
        let values = self.values();
        if values.bad == 0 {
            return values;
        }
        let lines = self.lines();
        if lines.rank() > values.rank() { lines } else { values }
    }

    /// Takes each line by itself. An indented line is a part of something.
    fn lines(self) -> Records<'a> {
        let mut records = Records::new(self.nulls, true);
        let mut start = 0;
        for line in self.text.split_inclusive(['\n', '\r']) {
            let cut = !self.complete && !line.ends_with(['\n', '\r']);
            let brackets = line.trim_end().chars().all(|byte| matches!(byte, '[' | ']' | ','));
            if !line.starts_with(|first: char| first.is_ascii_whitespace())
                && !brackets
                && let Err(bad) = records.read_text(line)
                && !cut
            {
                records.refuse(start, bad);
            }
            start += line.len();
        }
        records
    }

    /// Takes one value after the other.
    fn values(self) -> Records<'a> {
        let mut records = Records::new(self.nulls, true);
        self.read_on(&mut records, 0);
        records
    }

    /// Reads values from a byte on, and over those that are bad.
    fn read_on(self, records: &mut Records<'a>, mut from: usize) {
        while let Some(text) = self.text.get(from..)
            && let Err(bad) = records.read_text(text)
            && !self.is_cut(from + bad.at)
        {
            let next = behind(self.text, from + bad.start, from + bad.at);
            records.refuse(from, bad);
            let Some(next) = next else {
                records.lost = true;
                break;
            };
            from = next;
        }
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
        let alone = match records.read_items(&mut json, first).and_then(|()| Ok(json.next_key()?.is_none())) {
            Ok(closed) => closed && json.finish().is_ok(),
            Err(_) => {
                // The brace that ends the object would be a bad value.
                let text = self.text.trim_end();
                let text = text.strip_suffix('}').filter(|_| self.complete).unwrap_or(self.text);
                Self { text, ..self }.read_on(&mut records, json.current_index());
                true
            }
        };
        (alone && records.count > 0 && records.others == 0).then_some(records)
    }

    /// Whether an error is no more than the end of an incomplete sample.
    fn is_cut(self, fault: usize) -> bool {
        // As long as the longest thing that is no value when it is cut: two escapes that are one character.
        const TAIL: usize = 12;
        !self.complete && fault + TAIL >= self.text.len()
    }
}

fn parser(text: &str) -> Jiter<'_> {
    Jiter::new(text.as_bytes()).with_allow_inf_nan()
}
