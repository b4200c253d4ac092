//! A line of `--jsonl`, as it is read and as it is answered.

use std::fmt;
use std::io::{self, BufRead, Read};
use std::panic::catch_unwind;

use lineage_sql::{LONGEST_SCRIPT, ScriptLineage, SqlRequest, StatementKind};
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// How many bytes of a line are read.
const LONGEST_LINE: usize = LONGEST_SCRIPT;

/// What editors and shells of Windows put before a text.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A line with its number, from 1.
pub(super) struct Line {
    pub(super) number: u64,
    /// Its text; none of one that is too long.
    text: Option<Vec<u8>>,
}

/// The next line that is not empty. What a line has beyond the longest is passed over.
pub(super) fn read_line(input: &mut impl BufRead, number: &mut u64) -> io::Result<Option<Line>> {
    loop {
        let mut text = Vec::new();
        input.by_ref().take(LONGEST_LINE as u64 + 1).read_until(b'\n', &mut text)?;
        if text.is_empty() {
            return Ok(None);
        }
        *number += 1;
        if *number == 1 && text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len());
        }
        let is_whole = text.len() <= LONGEST_LINE || text.ends_with(b"\n");
        if !is_whole {
            input.skip_until(b'\n')?;
        }
        // Errors are not to name a line behind this one.
        text.truncate(text.trim_ascii_end().len());
        if !(is_whole && text.is_empty()) {
            return Ok(Some(Line { number: *number, text: is_whole.then_some(text) }));
        }
    }
}

/// A line of the output.
pub(super) struct Answer {
    pub(super) number: u64,
    pub(super) text: Vec<u8>,
    /// Whether it says that something could not be read or parsed.
    pub(super) has_errors: bool,
}

#[derive(Serialize)]
struct Answered<'l> {
    id: Option<&'l RawValue>,
    #[serde(flatten)]
    lineage: ScriptLineage,
}

#[derive(Serialize)]
struct Refused<'l> {
    id: Option<&'l RawValue>,
    line: u64,
    error: Error,
}

#[derive(Serialize)]
struct Error {
    message: String,
}

impl Line {
    /// The answer. Whatever goes wrong is part of it.
    pub(super) fn answer(&self) -> Answer {
        let too_long = || (None, Err(format!("the line has more than the {LONGEST_LINE} bytes that are read")));
        let (id, request) = self.text.as_deref().map_or_else(too_long, parse);
        // The process is to outlive what nobody thought of.
        let lineage = catch_unwind(|| request?.lineage().map_err(|error| error.to_string()));
        let (text, has_errors) = match lineage.unwrap_or_else(|_| Err("internal error".to_owned())) {
            Ok(lineage) => {
                let has_errors = lineage.statements.iter().any(|statement| statement.kind == StatementKind::Error);
                (to_line(&Answered { id, lineage }), has_errors)
            }
            Err(message) => (to_line(&Refused { id, line: self.number, error: Error { message } }), true),
        };
        Answer { number: self.number, text, has_errors }
    }
}

fn to_line(answer: &impl Serialize) -> Vec<u8> {
    // Text, numbers and keys that are text: nothing of it is no JSON.
    let mut text = serde_json::to_vec(answer).unwrap_or_default();
    text.push(b'\n');
    text
}

/// The id of a line, which it may have even where its request is none, and the request.
fn parse(text: &[u8]) -> (Option<&RawValue>, Result<SqlRequest, String>) {
    #[derive(Deserialize)]
    struct Ticket<'l> {
        #[serde(borrow)]
        id: Option<&'l RawValue>,
    }
    // A list would do for serde.
    if !text.trim_ascii_start().starts_with(b"{") {
        return (None, Err("the line is no JSON object".to_owned()));
    }
    match serde_json::from_slice(text) {
        Ok(Ticket { id }) => (id, request(text).map_err(|error| reason(&error))),
        Err(error) => (None, Err(reason(&error))),
    }
}

/// Why a line is no request. An unknown key is in it, however long.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string().replace(" at line 1 column ", " at column ");
    text.chars().take(300).collect()
}

/// The request of a line, whose id is none of its keys.
fn request(text: &[u8]) -> serde_json::Result<SqlRequest> {
    struct Request;
    impl<'de> Visitor<'de> for Request {
        type Value = SqlRequest;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a request: an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SqlRequest, A::Error> {
            SqlRequest::deserialize(MapAccessDeserializer::new(WithoutId(map)))
        }
    }
    let mut text = serde_json::Deserializer::from_slice(text);
    let request = text.deserialize_map(Request)?;
    text.end()?;
    Ok(request)
}

/// An object without its `id`.
struct WithoutId<A>(A);

impl<'de, A: MapAccess<'de>> MapAccess<'de> for WithoutId<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.0.next_key::<String>()? {
            if key != "id" {
                return seed.deserialize(key.into_deserializer()).map(Some);
            }
            self.0.next_value::<IgnoredAny>()?;
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}
