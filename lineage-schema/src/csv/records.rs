use std::borrow::Cow;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::{Dialect, ReadError, ReadErrorKind};

use super::spaces::into_quotes;

/// More columns than any table has; what looks wider is no table, or is meant to use up memory.
pub(super) const MAX_COLUMNS: usize = 10_000;

/// The records of a text, one at a time.
pub(super) struct Records<'a> {
    reader: Reader,
    text: Cow<'a, [u8]>,
    /// Where its next record begins; line ends may stand before it.
    pub(super) offset: usize,
    complete: bool,
    values: Vec<u8>,
    ends: Vec<usize>,
    /// Whether the last line was given an end.
    ended: bool,
    /// Whether the text ends inside quotes.
    pub(super) unclosed: bool,
}

/// The values of one record, unquoted.
#[derive(Clone, Copy)]
pub(super) struct Record<'r> {
    values: &'r [u8],
    ends: &'r [usize],
}

impl<'a> Records<'a> {
    /// Of an incomplete text, the last record is left out: it may be cut.
    pub(super) fn new(text: &'a str, complete: bool, dialect: &Dialect) -> Result<Self, ReadError> {
        let ascii = |character: char| {
            u8::try_from(character).ok().filter(u8::is_ascii).ok_or_else(|| {
                ReadError::new(
                    ReadErrorKind::Unsupported,
                    "a delimiter, quote, escape or comment is no ASCII character",
                )
            })
        };
        let mut builder = ReaderBuilder::new();
        let delimiter = ascii(dialect.delimiter)?;
        let escape = dialect.escape.map(ascii).transpose()?;
        builder.delimiter(delimiter).escape(escape).comment(dialect.comment.map(ascii).transpose()?);
        let quote = dialect.quote.map(ascii).transpose()?;
        match quote {
            Some(quote) => builder.quote(quote),
            None => builder.quoting(false),
        };
        let text = match quote {
            Some(quote) => into_quotes(text.as_bytes(), delimiter, quote, escape),
            None => Cow::Borrowed(text.as_bytes()),
        };
        let ends = vec![0; MAX_COLUMNS + 1];
        Ok(Self {
            reader: builder.build(),
            text,
            offset: 0,
            complete,
            values: Vec::new(),
            ends,
            ended: false,
            unclosed: false,
        })
    }

    /// Whether spaces were before quotes, which are part of the values now.
    pub(super) fn spaced(&self) -> bool {
        matches!(self.text, Cow::Owned(_))
    }

    /// The next record; empty lines are none.
    pub(super) fn next(&mut self) -> Result<Option<Record<'_>>, ReadError> {
        let (mut length, mut fields) = (0, 0);
        loop {
            let rest = self.text.get(self.offset..).unwrap_or_default();
            if rest.is_empty() && !self.complete {
                return Ok(None);
            }
            let values = self.values.get_mut(length..).unwrap_or_default();
            let ends = self.ends.get_mut(fields..).unwrap_or_default();
            // A line end behind the text: inside quotes, and there alone, it is part of a value.
            let input = if rest.is_empty() && !self.ended { b"\n" } else { rest };
            let (result, read, written, ended) = self.reader.read_record(input, values, ends);
            if rest.is_empty() {
                self.ended |= read > 0;
                self.unclosed |= read > 0 && written > 0;
            }
            self.offset = self.text.len().min(self.offset + read);
            length += written;
            fields += ended;
            match result {
                // Reading on from an empty rest tells the reader that the text has ended.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.values.resize((2 * self.values.len()).max(4096), 0),
                ReadRecordResult::OutputEndsFull => return Err(too_wide()),
                ReadRecordResult::Record if fields > MAX_COLUMNS => return Err(too_wide()),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(None),
            }
        }
        Ok(Some(Record { values: &self.values, ends: self.ends.get(..fields).unwrap_or_default() }))
    }
}

impl<'r> Record<'r> {
    /// How many values there are.
    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    /// The values, in their order.
    pub(super) fn iter(self) -> impl Iterator<Item = &'r [u8]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let value = self.values.get(start..end).unwrap_or_default();
            start = end;
            value
        })
    }
}

fn too_wide() -> ReadError {
    ReadError::new(ReadErrorKind::TooLarge, format!("a record has more than {MAX_COLUMNS} values"))
}
