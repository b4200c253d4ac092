use arrow_schema::{DataType, TimeUnit};

/// What a piece of text is, read as a value: of a CSV field, of a partition in a path, of a JSON string (of which only
/// the dates and times are taken).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextKind {
    Null,
    Bool,
    Int64,
    /// An integer beyond 64 bits, of so many digits; at most 38, as many as a decimal128 holds.
    BigInt(u8),
    Double,
    Date,
    Time,
    Timestamp,
    /// With a zone or an offset.
    TimestampUtc,
    String,
}

impl TextKind {
    /// The kind of a text; spaces around it do not count.
    ///
    /// A number with a leading zero or a plus sign is a string: `00123` is a code, `+82…` a telephone number.
    pub(crate) fn of(text: &[u8]) -> Self {
        let text = text.trim_ascii();
        let Some(first) = text.first() else { return Self::Null };
        match first {
            b'0'..=b'9' => number(text, text).or_else(|| moment(text)),
            b'-' => text.get(1..).and_then(|digits| word(digits).or_else(|| number(text, digits))),
            b'.' => number(text, text),
            b'+' => None,
            _ => word(text).or_else(|| boolean(text)),
        }
        .unwrap_or(Self::String)
    }

    /// The kind of a text that is a date, a time, or both.
    pub(crate) fn moment(text: &[u8]) -> Option<Self> {
        moment(text)
    }

    fn bit(self) -> u16 {
        match self {
            Self::Null => 0,
            Self::Bool => 1,
            Self::Int64 => 1 << 1,
            Self::BigInt(_) => 1 << 2,
            Self::Double => 1 << 3,
            Self::Date => 1 << 4,
            Self::Time => 1 << 5,
            Self::Timestamp => 1 << 6,
            Self::TimestampUtc => 1 << 7,
            Self::String => 1 << 8,
        }
    }
}

/// The kinds of all texts of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct TextKinds {
    seen: u16,
    digits: u8,
    nulls: bool,
}

impl TextKinds {
    /// Adds a text's kind.
    pub(crate) fn add(&mut self, kind: TextKind) {
        self.seen |= kind.bit();
        match kind {
            TextKind::BigInt(digits) => self.digits = self.digits.max(digits),
            TextKind::Null => self.nulls = true,
            _ => {}
        }
    }

    /// Adds all that another column saw.
    pub(crate) fn join(&mut self, other: Self) {
        self.seen |= other.seen;
        self.digits = self.digits.max(other.digits);
        self.nulls |= other.nulls;
    }

    /// Whether there was a missing value.
    pub(crate) fn nulls(self) -> bool {
        self.nulls
    }

    /// Whether it is certain that the type is a string, whatever else is added.
    pub(crate) fn is_string(self) -> bool {
        self.seen & TextKind::String.bit() != 0
    }

    /// Whether the type is one that tells more than that there are texts.
    pub(crate) fn is_typed(self) -> bool {
        !matches!(self.data_type(), DataType::Null | DataType::Utf8)
    }

    /// Adds all that a text column of this type may have seen: what came of [`data_type`](Self::data_type).
    pub(crate) fn add_type(&mut self, data_type: &DataType) {
        self.add(match data_type {
            DataType::Null => TextKind::Null,
            DataType::Boolean => TextKind::Bool,
            DataType::Int64 => TextKind::Int64,
            DataType::Decimal128(digits, _) => TextKind::BigInt(*digits),
            DataType::Float64 => TextKind::Double,
            DataType::Date32 => TextKind::Date,
            DataType::Time64(_) => TextKind::Time,
            DataType::Timestamp(_, None) => TextKind::Timestamp,
            DataType::Timestamp(_, Some(_)) => TextKind::TimestampUtc,
            _ => TextKind::String,
        });
    }

    /// The type that holds them all; texts of different kinds are strings.
    pub(crate) fn data_type(self) -> DataType {
        const INTEGERS: u16 = 0b0110;
        const BIG: u16 = 0b0100;
        const NUMBERS: u16 = 0b1110;
        const DATES: u16 = 1 << 4 | 1 << 6;
        let only = |kinds: u16| self.seen & !kinds == 0;
        match self.seen {
            0 => DataType::Null,
            0b1 => DataType::Boolean,
            0b10 => DataType::Int64,
            0b1_0000 => DataType::Date32,
            0b10_0000 => DataType::Time64(TimeUnit::Microsecond),
            0b1000_0000 => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            seen if only(INTEGERS) && seen & BIG != 0 => DataType::Decimal128(self.digits.max(19), 0),
            _ if only(NUMBERS) => DataType::Float64,
            _ if only(DATES) => DataType::Timestamp(TimeUnit::Microsecond, None),
            _ => DataType::Utf8,
        }
    }
}

/// `inf`, `nan` and their spellings.
fn word(text: &[u8]) -> Option<TextKind> {
    let known: [&[u8]; 3] = [b"inf", b"infinity", b"nan"];
    known.iter().any(|word| text.eq_ignore_ascii_case(word)).then_some(TextKind::Double)
}

fn boolean(text: &[u8]) -> Option<TextKind> {
    (text.eq_ignore_ascii_case(b"true") || text.eq_ignore_ascii_case(b"false")).then_some(TextKind::Bool)
}

/// `unsigned` is `text` without its sign.
fn number(text: &[u8], unsigned: &[u8]) -> Option<TextKind> {
    let (whole, rest) = digits(unsigned);
    if whole.len() > 1 && whole.first() == Some(&b'0') {
        return None;
    }
    let (fraction, rest) = match rest.split_first() {
        Some((b'.', rest)) => digits(rest),
        _ if whole.is_empty() => return None,
        None => return Some(integer(text, whole)),
        Some(_) => (&[][..], rest),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    match rest.split_first() {
        None => Some(TextKind::Double),
        Some((b'e' | b'E', rest)) => {
            let exponent = rest.strip_prefix(b"+").or_else(|| rest.strip_prefix(b"-")).unwrap_or(rest);
            matches!(digits(exponent), ([_, ..], [])).then_some(TextKind::Double)
        }
        Some(_) => None,
    }
}

fn integer(text: &[u8], digits: &[u8]) -> TextKind {
    let fits = digits.len() < 19 || std::str::from_utf8(text).is_ok_and(|text| text.parse::<i64>().is_ok());
    match u8::try_from(digits.len()) {
        _ if fits => TextKind::Int64,
        Ok(digits @ ..=38) => TextKind::BigInt(digits),
        _ => TextKind::Double,
    }
}

/// The digits that a text begins with, and what follows.
fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    text.split_at(count)
}

/// ISO 8601: `2024-01-31`, `12:30`, `12:30:00.123`, `2024-01-31T12:30:00+09:00` (or with a space in place of the `T`).
fn moment(text: &[u8]) -> Option<TextKind> {
    if let Some(rest) = time(text) {
        return rest.is_empty().then_some(TextKind::Time);
    }
    match date(text)?.split_first() {
        None => Some(TextKind::Date),
        Some((b'T' | b't' | b' ', rest)) => match time(rest)? {
            [] => Some(TextKind::Timestamp),
            rest => zone(rest.strip_prefix(b" ").unwrap_or(rest)).then_some(TextKind::TimestampUtc),
        },
        Some(_) => None,
    }
}

/// What follows a date of the calendar.
fn date(text: &[u8]) -> Option<&[u8]> {
    let (&[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2], rest) = text.split_first_chunk::<10>()? else { return None };
    let year = number_of(&[y1, y2, y3, y4])?;
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let days = match number_of(&[m1, m2])? {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days).contains(&number_of(&[d1, d2])?).then_some(rest)
}

/// What follows a time of day, with or without seconds and their fraction.
fn time(text: &[u8]) -> Option<&[u8]> {
    let (&[h1, h2, b':', m1, m2], rest) = text.split_first_chunk::<5>()? else { return None };
    if number_of(&[h1, h2])? > 23 || number_of(&[m1, m2])? > 59 {
        return None;
    }
    let Some((&[b':', s1, s2], rest)) = rest.split_first_chunk::<3>() else { return Some(rest) };
    if number_of(&[s1, s2])? > 59 {
        return None;
    }
    match rest.split_first() {
        Some((b'.' | b',', fraction)) => match digits(fraction) {
            ([_, ..], rest) => Some(rest),
            _ => None,
        },
        _ => Some(rest),
    }
}

/// Whether a text is `Z`, `UTC` or an offset: `+09`, `+0900`, `+09:00`.
fn zone(text: &[u8]) -> bool {
    let offset = |h1: u8, h2: u8, m1: u8, m2: u8| {
        number_of(&[h1, h2]).is_some_and(|hours| hours < 24) && number_of(&[m1, m2]).is_some_and(|minutes| minutes < 60)
    };
    match *text {
        [b'Z' | b'z'] | [b'U', b'T', b'C'] => true,
        [b'+' | b'-', h1, h2] => offset(h1, h2, b'0', b'0'),
        [b'+' | b'-', h1, h2, m1, m2] | [b'+' | b'-', h1, h2, b':', m1, m2] => offset(h1, h2, m1, m2),
        _ => false,
    }
}

fn number_of(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_kind_of_the_value_that_it_spells() {
        let check = |texts: &[&str], expected| {
            for text in texts {
                assert_eq!(TextKind::of(text.as_bytes()), expected, "{text:?}");
            }
        };
        check(&["", " ", "\t"], TextKind::Null);
        check(&["true", "False", "TRUE"], TextKind::Bool);
        check(&["0", "-0", " 7 ", "9223372036854775807", "-9223372036854775808"], TextKind::Int64);
        check(&["9223372036854775808", "-9223372036854775809"], TextKind::BigInt(19));
        check(&["18446744073709551615"], TextKind::BigInt(20));
        check(&["99999999999999999999999999999999999999"], TextKind::BigInt(38));
        check(&["100000000000000000000000000000000000000"], TextKind::Double);
        check(
            &["1.5", "-.5", "1.", "0.5", "1e5", "1E-5", "1.5e+300", "inf", "-Infinity", "NaN", "-nan"],
            TextKind::Double,
        );
        check(&["2024-01-31", "2024-02-29", "0001-01-01"], TextKind::Date);
        check(&["12:30", "00:00:00", "23:59:59.999999999"], TextKind::Time);
        check(&["2024-01-31T12:30", "2024-01-31 12:30:00.5"], TextKind::Timestamp);
        check(
            &[
                "2024-01-31T12:30:00Z",
                "2024-01-31 12:30:00+09:00",
                "2024-01-31T12:30:00-0330",
                "2024-01-31 12:30:00 UTC",
            ],
            TextKind::TimestampUtc,
        );
        check(
            &[
                "00123",
                "-01",
                "00.5",
                "+1",
                "+821012345678",
                "1,5",
                "1_000",
                "0x10",
                "1e",
                "1e+",
                ".",
                "-",
                "--1",
                "- 1",
                "e5",
                "yes",
                "no",
                "T",
            ],
            TextKind::String,
        );
        check(
            &[
                "2024-02-30",
                "2023-02-29",
                "31/12/2024",
                "2024-1-1",
                "2024-01-31T",
                "24:00",
                "12:60",
                "12:30:60",
                "2024-01-31T12:30:00+25:00",
                "2024-01-31Z",
                "1 2",
            ],
            TextKind::String,
        );
    }

    #[test]
    fn a_column_has_the_type_that_holds_all_its_texts() {
        let check = |texts: &[&str], expected: DataType| {
            let mut kinds = TextKinds::default();
            for text in texts {
                kinds.add(TextKind::of(text.as_bytes()));
            }
            assert_eq!(kinds.data_type(), expected, "{texts:?}");
        };
        let timestamp = |zone: Option<&str>| DataType::Timestamp(TimeUnit::Microsecond, zone.map(Into::into));
        check(&[""], DataType::Null);
        check(&["1", ""], DataType::Int64);
        check(&["1", "18446744073709551615"], DataType::Decimal128(20, 0));
        check(&["1", "9223372036854775808"], DataType::Decimal128(19, 0));
        check(&["1", "2.5"], DataType::Float64);
        check(&["18446744073709551615", "2.5"], DataType::Float64);
        check(&["nan", "-inf"], DataType::Float64);
        check(&["2024-01-31"], DataType::Date32);
        check(&["2024-01-31", "2024-01-31 10:00"], timestamp(None));
        check(&["2024-01-31 10:00Z"], timestamp(Some("UTC")));
        check(&["2024-01-31 10:00", "2024-01-31 10:00Z"], DataType::Utf8);
        check(&["10:00"], DataType::Time64(TimeUnit::Microsecond));
        check(&["true", "1"], DataType::Utf8);
        check(&["1", "x"], DataType::Utf8);
    }
}
