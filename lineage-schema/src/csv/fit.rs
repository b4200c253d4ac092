use crate::{Dialect, ReadError};

use super::dialect::RECORDS;
use super::records::Records;

/// How well a delimiter fits, from the worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Records differ in width, or have one value.
    Uneven,
    /// Each record has as many values.
    Even,
    /// And no quote is left in one, as it would be if it ended within.
    Clean,
}

/// How the first records of a text are with a dialect.
pub(super) struct Shape {
    pub(super) fit: Fit,
    /// How many values the first one has.
    pub(super) width: usize,
    records: usize,
}

/// How well the delimiter fits. R writes one name less than there are values.
pub(super) fn fit(text: &str, dialect: &Dialect) -> Result<Shape, ReadError> {
    let mut records = Records::new(text, true, dialect)?;
    let (mut width, mut count, mut short, mut quotes) = (0, 0, false, false);
    while count < RECORDS {
        let Some(record) = records.next()? else { break };
        if count == 1 && width > 1 && record.len() == width + 1 {
            (width, short) = (width + 1, true);
        }
        if count > 0 && record.len() != width {
            return Ok(Shape { fit: Fit::Uneven, width, records: count });
        }
        quotes |= record.iter().any(|value| value.contains(&b'"'));
        width = record.len();
        count += 1;
    }
    let fit = match (width, count) {
        (0 | 1, _) | (_, 0 | 1) => Fit::Uneven,
        (_, 2) if short => Fit::Uneven,
        _ if quotes => Fit::Even,
        _ => Fit::Clean,
    };
    Ok(Shape { fit, width, records: count })
}

/// Whether quotes are part of values, such as inches: lines are as wide as each other when they quote nothing, and are not
/// otherwise, or there are quotes inside of what goes over several of them.
pub(super) fn are_even_without_quotes(text: &str, dialect: &Dialect) -> Result<bool, ReadError> {
    let (quoted, plain) = (fit(text, dialect)?, fit(text, &Dialect { quote: None, ..dialect.clone() })?);
    let over_lines = quoted.fit == Fit::Even && quoted.records < plain.records;
    Ok(plain.fit != Fit::Uneven && (quoted.fit == Fit::Uneven || over_lines))
}

/// Whether all commas are those of decimals (`1,5`), and so separate nothing.
pub(super) fn are_decimal_commas(text: &str, dialect: &Dialect) -> Result<bool, ReadError> {
    let digits = |digits: &[u8]| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let decimal = |value: &[u8]| {
        let value = value.trim_ascii();
        let mut parts = value.strip_prefix(b"-").unwrap_or(value).splitn(2, |byte| *byte == b',');
        parts.all(digits)
    };
    let mut records = Records::new(text, true, dialect)?;
    for _ in 0..RECORDS {
        let Some(record) = records.next()? else { break };
        if record.iter().any(|value| value.contains(&b',') && !decimal(value)) {
            return Ok(false);
        }
    }
    Ok(true)
}
